using System.Security.Claims;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Enrollment.Applications.ApproveApplications;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>Decides several applications in one transaction; a failure of one does not stop the others.</summary>
internal sealed class ApprovalBatch(
    StreamWrites writes,
    ReadModels models,
    ClaimsPrincipal user,
    DateTimeOffset now,
    CancellationToken ct
)
{
    private readonly Dictionary<ProgramId, MentoringProgram?> _programs = [];
    private readonly Dictionary<ProgramCapacityId, ProgramCapacity?> _capacities = [];

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
            application = await writes.FetchVisible(id, user);
            var program = application is null ? null : await ProgramOf(application);
            var decided = ApproveApplication.Decide(application, program, now);
            if (decided.Length == 0)
                return new(id, application!.Person.Value, Outcome.AlreadyApproved);
            await TakeCapacity(application!, program!);
            writes.Append<Application, ApplicationEvent>(id, decided);
            return new(id, application!.Person.Value, Outcome.Approved);
        }
        catch (DomainException e)
        {
            return new(id, application?.Person.Value, Outcome.NotApproved, ProblemOf(e));
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

    private async Task TakeCapacity(Application application, MentoringProgram program)
    {
        if (!ProgramCapacity.IsLimited(program.Plan.Capacity))
            return;
        if (!_capacities.TryGetValue(program.CapacityId, out var capacity))
            capacity = _capacities[program.CapacityId] = await ProgramCapacityProjection.Fetch(
                writes,
                models,
                program.CapacityId,
                ct
            );
        var taken = ProgramCapacity.Take(capacity, application, program.Plan.Capacity, now);
        _capacities[program.CapacityId] = taken.Aggregate(capacity, ProgramCapacity.Evolve);
        writes.Append<ProgramCapacity, ProgramCapacityEvent>(program.CapacityId.Value, taken);
    }

    /// <summary>What the same application alone would be answered with.</summary>
    private static ResultProblem ProblemOf(DomainException e) => new(Problems.Of(e).Type!, e.Message);
}
