using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Coordination;

/// <summary>A run with one of its variants in view.</summary>
/// <param name="Program">The name of the program.</param>
/// <param name="Asked">The variant that the user chose; null for that of the run.</param>
/// <param name="Comparison">The variant in view beside the first that has a result; null without a result.</param>
public sealed record RunDetails(
    ReadRunsRunView Run,
    string Program,
    int? Asked,
    CompareVariantsResponse? Comparison = null
)
{
    [JsonIgnore]
    public ReadRunsVariantView Shown =>
        Run.Variants.FirstOrDefault(variant => variant.Variant == (Asked ?? Run.Variant)) ?? Run.Variants[0];

    [JsonIgnore]
    public bool IsDraft => Run.State is RunState.Draft && Shown.State is VariantState.Done;

    /// <param name="program">The name of the program where it is known.</param>
    public static async Task<RunDetails> Load(
        Guid id,
        int? variant,
        string? program,
        MatchingClient matching,
        EnrollmentClient enrollment
    )
    {
        var run = await matching.ReadRunsGetAsync(id);
        program ??= (await enrollment.ShowProgramAsync(run.Program)).Plan.Name;
        var details = new RunDetails(run, program, variant);
        return details with { Comparison = await details.Compare(matching) };
    }

    private async Task<CompareVariantsResponse?> Compare(MatchingClient matching) =>
        Shown.State is VariantState.Done
            ? await matching.CompareVariantsAsync(
                Run.Id,
                Run.Variants.First(variant => variant.State is VariantState.Done).Variant,
                Shown.Variant
            )
            : null;
}
