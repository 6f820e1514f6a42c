using System.Runtime.InteropServices;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// The mentors of a run made ready for searching, shared by all searches. Mentors with places stand in slots, those of
/// one location side by side; an inverted index leads from each word, and its kind, to the slots that have it.
/// </summary>
internal sealed class MentorIndex
{
    public MentorIndex(Profile[] mentors, int[] capacity)
    {
        var open = Enumerable.Range(0, mentors.Length).Where(mentor => capacity[mentor] > 0).ToArray();
        var location = Cells.Location(Array.ConvertAll(open, mentor => mentors[mentor]));
        Array.Sort(location.Of, open);
        Mentor = open;
        Profiles = Array.ConvertAll(open, mentor => mentors[mentor]);
        // In cells that are made again from the sorted slots, each cell of location is one run of slots.
        Location = Cells.Location(Profiles);
        LocationStart = [.. Enumerable.Range(0, Location.Representatives.Length + 1).Select(FirstSlot)];
        (Grade, Unit, Recorded) = (Cells.Grade(Profiles), Cells.Unit(Profiles), Cells.Recorded(Profiles));
        Skills = Postings.Of(Profiles, p => p.Skills.Select(s => (s.Id, s.Level)));
        CareerInterests = Postings.Of(Profiles, p => p.CareerInterests.Select(id => (id, (int?)null)));
        Interests = Postings.Of(
            Profiles,
            p => p.Interests.Select(id => (id, (int?)FactorValues.Enough(p.Interests.Length, p.Interests.Length)))
        );
        Fields = Postings.Of(Profiles, p => p.Fields.Select(id => (id, (int?)null)));
        Moves = Postings.Of(Profiles, p => p.Moves.Select(id => (id, (int?)null)));
    }

    public int Slots => Mentor.Length;

    /// <summary>The mentor's position in the run's order, by slot; ascending within a location.</summary>
    public int[] Mentor { get; }
    public Profile[] Profiles { get; }
    public Cells Location { get; }
    public int[] LocationStart { get; }
    public Cells Grade { get; }
    public Cells Unit { get; }
    public Cells Recorded { get; }

    /// <summary>Graded by the level offered.</summary>
    public Postings Skills { get; }
    public Postings CareerInterests { get; }

    /// <summary>Graded by how many in common would count in full.</summary>
    public Postings Interests { get; }
    public Postings Fields { get; }
    public Postings Moves { get; }

    private int FirstSlot(int cell)
    {
        var slot = Array.BinarySearch(Location.Of, cell);
        while (slot > 0 && Location.Of[slot - 1] == cell)
            slot--;
        return slot < 0 ? Slots : slot;
    }
}

/// <summary>From a word to the slots that have it, in groups by grade.</summary>
internal sealed class Postings
{
    private readonly Dictionary<int, Posting[]> _of;

    private Postings(Dictionary<int, Posting[]> of) => _of = of;

    public static Postings Of(Profile[] profiles, Func<Profile, IEnumerable<(int Word, int? Grade)>> note)
    {
        var slots = new Dictionary<(int Word, int? Grade), List<int>>();
        for (var slot = 0; slot < profiles.Length; slot++)
        {
            foreach (var word in note(profiles[slot]))
                (CollectionsMarshal.GetValueRefOrAddDefault(slots, word, out _) ??= []).Add(slot);
        }
        return new(
            slots
                .GroupBy(entry => entry.Key.Word)
                .ToDictionary(
                    word => word.Key,
                    word => word.Select(entry => new Posting(entry.Key.Grade, [.. entry.Value])).ToArray()
                )
        );
    }

    public ReadOnlySpan<Posting> this[int word] => _of.TryGetValue(word, out var postings) ? postings : [];
}

internal readonly record struct Posting(int? Grade, int[] Slots);
