using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Api.Matching;

namespace PeerNetwork.Portal.Joining;

/// <summary>The programs that take applications, and what became of the user's own applications.</summary>
public sealed record ProgramsView(IReadOnlyList<ProgramSummary> Open, IReadOnlyList<MyApplication> Applications)
{
    private const int MostShown = 200;

    public static async Task<ProgramsView> Load(EnrollmentClient enrollment, MatchingClient matching)
    {
        var (listed, mine, ready) = (
            enrollment.ListProgramsAsync(limit: MostShown),
            enrollment.ListMyApplicationsAsync(limit: MostShown),
            matching.ListMyParticipationsAsync(limit: MostShown)
        );
        await Task.WhenAll(listed, mine, ready);
        var (programs, applications) = ((await listed).Items, (await mine).Items);
        var names = programs.ToDictionary(program => program.Id, program => program.Name);
        var participations = (await ready).Items.ToDictionary(participation => participation.Id);
        return new(
            [.. programs.Where(program => program.Status == "published")],
            [
                .. applications
                    .OrderByDescending(application => application.SubmittedAt)
                    .Select(a => new MyApplication(
                        a,
                        names.GetValueOrDefault(a.Program),
                        participations.GetValueOrDefault(a.Id)
                    )),
            ]
        );
    }
}

/// <param name="Program">Null where the name of the program is not known.</param>
/// <param name="Participation">Null before the user is ready to be matched.</param>
public sealed record MyApplication(ApplicationSummary Application, string? Program, ParticipantView? Participation);
