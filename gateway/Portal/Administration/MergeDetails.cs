using System.Net;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>Two records of a person, and what a merge would make of them.</summary>
/// <param name="Survivor">The record under whose id the person goes on.</param>
/// <param name="Speaking">Whose record of HR holds afterwards.</param>
/// <param name="Preview">Null where the two cannot be merged so.</param>
/// <param name="Obstacle">What has to be done before they can.</param>
/// <param name="Names">The names of their managers.</param>
public sealed record MergeDetails(
    PersonView Survivor,
    PersonView Duplicate,
    SpeakingRecord Speaking,
    PreviewMergeResponse? Preview,
    string? Obstacle,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    public static async Task<MergeDetails> Load(
        Guid survivor,
        Guid duplicate,
        SpeakingRecord speaking,
        EnrollmentClient enrollment
    )
    {
        var (one, other) = (enrollment.ShowPersonAsync(survivor), enrollment.ShowPersonAsync(duplicate));
        await Task.WhenAll(one, other);
        var (preview, obstacle) = await PreviewOf(survivor, duplicate, speaking, enrollment);
        return new(
            await one,
            await other,
            speaking,
            preview,
            obstacle,
            await enrollment.NamesOf(new[] { (await one).Manager, (await other).Manager }.OfType<Guid>())
        );
    }

    /// <summary>What HR says of this record is skipped afterwards.</summary>
    public PersonView Silent => Speaking is SpeakingRecord.Survivor ? Duplicate : Survivor;

    private static async Task<(PreviewMergeResponse? Preview, string? Obstacle)> PreviewOf(
        Guid survivor,
        Guid duplicate,
        SpeakingRecord speaking,
        EnrollmentClient enrollment
    )
    {
        try
        {
            return (await enrollment.PreviewMergeAsync(survivor, duplicate, NameOf(speaking)), null);
        }
        catch (ApiException e) when (e is { StatusCode: (int)HttpStatusCode.Conflict, Problem.Detail: var detail })
        {
            return (null, detail);
        }
    }

    public static string NameOf(SpeakingRecord record) => record is SpeakingRecord.Duplicate ? "duplicate" : "survivor";
}
