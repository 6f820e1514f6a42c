using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Joining;

/// <summary>The programs that take applications, and what became of the user's own applications.</summary>
public sealed record ProgramsView(IReadOnlyList<ProgramSummary> Open, IReadOnlyList<MyApplication> Applications)
{
    private const int MostShown = 200;

    public static async Task<ProgramsView> Load(EnrollmentClient enrollment)
    {
        var programs = (await enrollment.ListProgramsAsync(limit: MostShown)).Items;
        var applications = (await enrollment.ListMyApplicationsAsync(limit: MostShown)).Items;
        var names = programs.ToDictionary(program => program.Id, program => program.Name);
        return new(
            [.. programs.Where(program => program.Status == "published")],
            [
                .. applications
                    .OrderByDescending(application => application.SubmittedAt)
                    .Select(a => new MyApplication(a, names.GetValueOrDefault(a.Program))),
            ]
        );
    }
}

/// <param name="Program">Null where the name of the program is not known.</param>
public sealed record MyApplication(ApplicationSummary Application, string? Program);
