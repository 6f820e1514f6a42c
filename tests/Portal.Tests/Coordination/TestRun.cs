using PeerNetwork.Portal.Api.Matching;
using PeerNetwork.Portal.Coordination;

namespace PeerNetwork.Portal.Tests.Coordination;

internal static class TestRun
{
    public static readonly Guid Id = Guid.CreateVersion7(),
        Program = Guid.CreateVersion7(),
        Mentee = Guid.CreateVersion7(),
        Mentor = Guid.CreateVersion7();

    public static ReadRunsRunView Run(RunState state, params ReadRunsVariantView[] variants) =>
        new()
        {
            Id = Id,
            Program = Program,
            State = state,
            Variant = 1,
            Open = 3,
            Variants = variants,
        };

    public static RunDetails Details(RunState state, params ReadRunsVariantView[] variants) =>
        new(Run(state, variants), "Career change", null);

    public static ReadRunsVariantView Variant(int number, VariantState state = VariantState.Done) =>
        new()
        {
            Variant = number,
            State = state,
            Policy = new()
            {
                Weights = new Dictionary<string, int> { ["values"] = 70 },
                Locked = [new() { Mentee = Program, Mentor = Id }],
                Fairness = new() { MaxRateGap = 50 },
            },
            GroupBy = ReadRunsVariantViewGroupBy.Department,
        };

    public static ProposedPair Pair(string state = "open") =>
        new(
            new()
            {
                Match = Guid.CreateVersion7(),
                Mentee = Mentee,
                Mentor = Mentor,
                SiteCode = "CHI",
                Score = 500_000,
                State = state,
            },
            "Lydia",
            "Aiko"
        );
}
