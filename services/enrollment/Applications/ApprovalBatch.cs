using System.Security.Claims;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Enrollment.Applications.ApproveApplications;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>Decides several applications in one transaction; the refusal of one does not stop the others.</summary>
internal sealed class ApprovalBatch(
    StreamWrites writes,
    ReadModels models,
    ClaimsPrincipal user,
    DateTimeOffset now,
    CancellationToken ct
)
{
    private readonly Dictionary<ProgramId, MentoringProgram?> _programs = [];
    private readonly Dictionary<PlacesId, Places?> _places = [];

    public async Task<IReadOnlyList<Result>> Approve(IEnumerable<Guid> ids)
    {
        var results = new List<Result>();
        foreach (var id in ids)
            results.Add(await Approve(id));
        return results;
    }

    private async Task<Result> Approve(Guid id)
    {
        Application? application = null;
        try
        {
            application = user.OfOwnSites(await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve));
            var program = application is null ? null : await ProgramOf(application);
            var decided = ApproveApplication.Decide(application, program, now);
            if (decided.Length == 0)
                return new(id, application!.Person.Value, Outcome.AlreadyApproved);
            await TakePlace(application!, program!);
            writes.Append<Application, ApplicationEvent>(id, decided);
            return new(id, application!.Person.Value, Outcome.Approved);
        }
        catch (DomainException refusal)
        {
            return new(id, application?.Person.Value, Outcome.NotApproved, ProblemOf(refusal));
        }
    }

    private async Task<MentoringProgram?> ProgramOf(Application application)
    {
        if (!_programs.TryGetValue(application.Program, out var program))
            _programs[application.Program] = program = await writes.Fetch<MentoringProgram, ProgramEvent>(
                application.Program.Value,
                MentoringProgram.Evolve
            );
        return program;
    }

    private async Task TakePlace(Application application, MentoringProgram program)
    {
        if (!Places.AreLimited(program.Plan.Capacity))
            return;
        if (!_places.TryGetValue(program.Places, out var places))
            places = _places[program.Places] = await PlacesCount.Fetch(writes, models, program.Places, ct);
        var taken = Places.Take(places, application, program.Plan.Capacity, now);
        _places[program.Places] = taken.Aggregate(places, Places.Evolve);
        writes.Append<Places, PlacesEvent>(program.Places.Value, taken);
    }

    /// <summary>What the same application alone would be answered with.</summary>
    private static ResultProblem ProblemOf(DomainException refusal) => new(Problems.Of(refusal).Type!, refusal.Message);
}
