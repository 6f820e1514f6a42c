using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>Approves applications of one unit of work; each program and its places are read once.</summary>
/// <remarks>
/// An applicant who lacks nothing is ready at once. <see cref="ApplicantReadiness"/> sees to all others.
/// </remarks>
internal sealed class ApprovalBatch(StreamWrites writes, ReadModels models, DateTimeOffset now, CancellationToken ct)
{
    private readonly Dictionary<ProgramId, MentoringProgram?> _programs = [];
    private readonly Dictionary<ProgramCapacityId, ProgramCapacity?> _capacities = [];

    /// <param name="application">Null for one that does not exist for the user.</param>
    /// <param name="reason">Why it is approved; null where none was given.</param>
    public async Task<ApplicationEvent[]> Decide(Application? application, string? reason = null)
    {
        var program = application is null ? null : await ProgramOf(application);
        var approved = ApproveApplication.Decide(application, program, reason, now);
        if (approved is [])
            return [];
        await TakeCapacity(application!, program!);
        var person = await writes.Fetch<Person, PersonEvent>(application!.Person.Value, Person.Evolve);
        return
        [
            .. approved,
            .. ApplicantReadiness.Decide(approved.Aggregate(application, Application.Evolve), program, person, now),
        ];
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
}
