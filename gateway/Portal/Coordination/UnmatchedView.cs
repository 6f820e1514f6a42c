using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The mentees to whom a variant gives no mentor.</summary>
/// <param name="Next">The cursor of those that follow; null for none.</param>
public sealed record UnmatchedView(IReadOnlyList<UnmatchedMentee> Items, string? Next)
{
    private const int PageSize = 20;

    public static Task<UnmatchedView> Load(
        Guid run,
        int variant,
        MatchingClient matching,
        EnrollmentClient enrollment
    ) => new UnmatchedView([], null).LoadMore(run, variant, matching, enrollment);

    public async Task<UnmatchedView> LoadMore(
        Guid run,
        int variant,
        MatchingClient matching,
        EnrollmentClient enrollment
    )
    {
        var page = await matching.ReadResultsUnmatchedAsync(run, variant, Next, PageSize);
        var names = await enrollment.NamesOf(page.Items.Select(mentee => mentee.Mentee));
        return new(
            [.. Items, .. page.Items.Select(m => new UnmatchedMentee(m, names.GetValueOrDefault(m.Mentee)))],
            page.Next
        );
    }
}

/// <param name="Name">Null where it is not known.</param>
public sealed record UnmatchedMentee(ReadResultsUnmatchedView Mentee, string? Name);
