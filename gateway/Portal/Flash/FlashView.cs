using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Flash;

/// <summary>The flash sessions of the user that are still to come, and those that the user can book.</summary>
/// <param name="Next">The cursor of the sessions after <paramref name="Open"/>; null for none.</param>
/// <param name="Programs">Where the user may offer sessions.</param>
public sealed record FlashView(
    FlashQuery Query,
    IReadOnlyList<FlashSession> Mine,
    IReadOnlyList<FlashSession> Open,
    string? Next,
    IReadOnlyList<FlashProgram> Programs
)
{
    private const int MostOwn = 100,
        MostOpen = 50;

    public static async Task<FlashView> Load(
        FlashQuery query,
        Guid me,
        MatchingClient matching,
        EnrollmentClient enrollment,
        DateTimeOffset now
    )
    {
        var mine = await matching.ReadFlashSlotsListMineAsync(limit: MostOwn);
        var open = await matching.ReadFlashSlotsListOpenAsync(
            topic: query.Topic,
            cursor: query.Cursor,
            limit: MostOpen
        );
        var ahead = mine.Items.Where(slot => slot.StartsAt > now && IsShownTo(me, slot)).OrderBy(slot => slot.StartsAt);
        var own = ahead.Select(slot => new FlashSession(slot, slot.Mentor == me)).ToArray();
        var others = open.Items.Select(slot => new FlashSession(slot, IsMentor: false)).ToArray();
        // One request takes up to 100 names.
        var names = await enrollment.NamesOf([.. own.Select(s => s.Partner).OfType<Guid>()]);
        var mentors = await enrollment.NamesOf(others.Select(s => s.Slot.Mentor));
        return new(
            query,
            [.. own.Select(s => s with { Name = s.Partner is { } id ? names.GetValueOrDefault(id) : null })],
            [.. others.Select(s => s with { Name = mentors.GetValueOrDefault(s.Slot.Mentor) })],
            open.Next,
            await FlashProgram.Find(matching, enrollment)
        );
    }

    /// <summary>
    /// With the sessions that were open before. The dialog that says why one cannot be booked any more belongs to its
    /// card, so the card stays.
    /// </summary>
    public FlashView After(FlashView before)
    {
        var gone = before.Open.ExceptBy(Open.Concat(Mine).Select(s => s.Slot.Id), s => s.Slot.Id);
        return this with
        {
            Open = [.. Open.Concat(gone.Select(s => s with { IsGone = true })).OrderBy(s => s.Slot.StartsAt)],
        };
    }

    /// <summary>Mentors know what they have withdrawn.</summary>
    private static bool IsShownTo(Guid me, FlashSlotView slot) =>
        slot.State is "offered" or "booked" || slot.Mentee == me;
}

/// <param name="IsMentor">Whether the user offers it.</param>
/// <param name="Name">The name of the other person; null where there is none, or it is not known.</param>
/// <param name="IsGone">Whether it was open a moment ago and is not any more.</param>
public sealed record FlashSession(FlashSlotView Slot, bool IsMentor, string? Name = null, bool IsGone = false)
{
    /// <summary>The other person; null where no one has booked.</summary>
    public Guid? Partner => IsMentor ? Slot.Mentee : Slot.Mentor;
}

/// <summary>A program in which the user may offer flash sessions.</summary>
public sealed record FlashProgram(Guid Id, string Name)
{
    public static async Task<IReadOnlyList<FlashProgram>> Find(MatchingClient matching, EnrollmentClient enrollment)
    {
        var found = new List<FlashProgram>();
        foreach (var participation in (await matching.ListMyParticipationsAsync(limit: 100)).Items)
        {
            if (!participation.IsMentor || participation.PausedUntil is not null)
                continue;
            var program = await enrollment.ShowProgramAsync(participation.Program);
            if (program is { Status: ProgramStatus.Published } && program.Plan.Formats!.Contains(Formats.Flash))
                found.Add(new(program.Id, program.Plan.Name));
        }

        return found;
    }
}
