using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

/// <summary>A mail address of a person, and when it was theirs.</summary>
/// <param name="From">When HR named it.</param>
/// <param name="Until">When HR named another one, or none; null for the present address.</param>
public sealed record HeldEmail(PersonalText Address, DateTimeOffset From, DateTimeOffset? Until = null);

/// <summary>The mail addresses of a person, the first one first.</summary>
public static class EmailHistory
{
    public static IReadOnlyList<HeldEmail> Of(PersonalText? email, DateTimeOffset at) => Then([], email, at);

    /// <summary>The addresses once HR has named this one; null where it names none any more.</summary>
    public static IReadOnlyList<HeldEmail> Then(
        this IReadOnlyList<HeldEmail> known,
        PersonalText? email,
        DateTimeOffset at
    )
    {
        PersonalText? present = known is [.., { Until: null } last] ? last.Address : null;
        if (present == email)
            return known;
        return email is { } address ? [.. known.EndedAt(at), new(address, at)] : known.EndedAt(at);
    }

    public static IReadOnlyList<HeldEmail> EndedAt(this IReadOnlyList<HeldEmail> known, DateTimeOffset at) =>
        [.. known.Select(e => e with { Until = e.Until ?? at })];

    /// <summary>The addresses of one person by several records: the same one without a gap is listed once.</summary>
    public static IReadOnlyList<HeldEmail> Joined(IEnumerable<HeldEmail> held)
    {
        var joined = new List<HeldEmail>();
        foreach (var next in held.OrderBy(e => e.From))
        {
            var same = joined.FindIndex(e => e.Address.Text == next.Address.Text && !(e.Until < next.From));
            if (same < 0)
                joined.Add(next);
            else
                joined[same] = joined[same] with { Until = Later(joined[same].Until, next.Until) };
        }

        return joined;
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other is null ? null
        : one > other ? one
        : other;
}
