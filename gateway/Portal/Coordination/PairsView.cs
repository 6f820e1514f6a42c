using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>The pairs that a variant proposes.</summary>
/// <param name="Next">The cursor of those that follow; null for none.</param>
public sealed record PairsView(IReadOnlyList<ProposedPair> Items, string? Next)
{
    private const int PageSize = 20;

    public static Task<PairsView> Load(Guid run, int variant, MatchingClient matching, EnrollmentClient enrollment) =>
        new PairsView([], null).LoadMore(run, variant, matching, enrollment);

    public async Task<PairsView> LoadMore(Guid run, int variant, MatchingClient matching, EnrollmentClient enrollment)
    {
        var page = await matching.ReadResultsProposalsAsync(run, variant, Next, PageSize);
        var names = await enrollment.NamesOf(page.Items.SelectMany(p => new[] { p.Mentee, p.Mentor }));
        return new(
            [
                .. Items,
                .. page.Items.Select(p => new ProposedPair(
                    p,
                    names.GetValueOrDefault(p.Mentee),
                    names.GetValueOrDefault(p.Mentor)
                )),
            ],
            page.Next
        );
    }
}

/// <param name="Mentee">Null where the name is not known.</param>
/// <param name="Mentor">Null where the name is not known.</param>
public sealed record ProposedPair(ReadResultsProposalView Proposal, string? Mentee, string? Mentor);
