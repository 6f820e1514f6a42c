using System.Text.Json.Serialization;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Oversight;

/// <summary>A run as those who verify it see it, with one of its variants in view.</summary>
/// <param name="Program">The name of the program.</param>
/// <param name="PublishedBy">The name of who published it; null before, or where it is not known.</param>
/// <param name="Asked">The variant that the user chose; null for that of the run.</param>
public sealed record AuditedRunDetails(ReadRunFiguresResponse Run, string Program, string? PublishedBy, int? Asked)
{
    [JsonIgnore]
    public ReadRunFiguresVariantFigures Shown =>
        Run.Variants.FirstOrDefault(variant => variant.Variant == (Asked ?? Run.Variant)) ?? Run.Variants[0];

    /// <param name="program">The name of the program where it is known.</param>
    public static async Task<AuditedRunDetails> Load(
        Guid id,
        int? variant,
        string? program,
        MatchingClient matching,
        EnrollmentClient enrollment
    )
    {
        var run = await matching.ReadRunFiguresAsync(id);
        return new(
            run,
            program ?? (await enrollment.ShowProgramAsync(run.Program)).Plan.Name,
            run.PublishedBy is { } person ? await enrollment.NameOf(person) : null,
            variant
        );
    }
}
