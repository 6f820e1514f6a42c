using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination;

/// <summary>
/// The programs that the user coordinates: first those where most applications wait, closed ones last.
/// </summary>
public sealed record CoordinatedPrograms(IReadOnlyList<ListCoordinatedProgramsCoordinatedProgram> Items)
{
    private const int MostShown = 200;

    public static async Task<CoordinatedPrograms> Load(EnrollmentClient enrollment)
    {
        var page = await enrollment.ListCoordinatedProgramsAsync(limit: MostShown);
        return new([.. page.Items.OrderBy(p => p.Status == "closed").ThenByDescending(p => p.Waiting)]);
    }
}
