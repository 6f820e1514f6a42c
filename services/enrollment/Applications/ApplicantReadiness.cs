using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>An approved applicant with all required training and the current guidelines may be matched.</summary>
/// <remarks>
/// It follows the events rather than the requests: approval, training and guidelines are written to different streams,
/// and whichever comes last is seen here together with the others.
/// </remarks>
public sealed class ApplicantReadiness : ReactingSubscription
{
    public ApplicantReadiness(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
        : base("applicant_readiness", scopes, clock)
    {
        On<ApplicationApproved>(
            (a, ct) =>
                models.Query<Guid>(
                    $"select id from applications where id = {a.Application.Value} and status = 'approved'",
                    ct
                )
        );
        On<GuidelinesAccepted>(g => g.Application.Value);
        On<TrainingCompleted>(
            (t, ct) =>
                models.Query<Guid>(
                    $"""
                    select id from applications
                    where program = {t.Program.Value} and person = {t.Person.Value} and status = 'approved'
                    """,
                    ct
                )
        );
        On<DuplicateMerged>(
            (m, ct) =>
                models.Query<Guid>(
                    $"select id from applications where person = {m.Person.Value} and status = 'approved'",
                    ct
                )
        );
        On<ProgramRevised>(
            (p, ct) =>
                models.Query<Guid>(
                    $"select id from applications where program = {p.Program.Value} and status = 'approved'",
                    ct
                )
        );
    }

    public static ApplicationEvent[] Decide(
        Application? application,
        MentoringProgram? program,
        Person? person,
        DateTimeOffset now
    )
    {
        if (application is not { Status: ApplicationStatus.Approved } a || program is null || person is null)
            return [];
        var trained = program.Plan.TrainingFor(a.Role).All(m => person.HasCompleted(program.Id, m.Code));
        return trained && a.GuidelinesVersion == program.GuidelinesVersion
            ?
            [
                new ApplicantBecameReady(
                    a.Id,
                    a.Program,
                    a.Person,
                    a.SiteCode,
                    a.Role,
                    a.MentorCapacity,
                    now,
                    a.Background
                ),
            ]
            : [];
    }

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        if (await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve) is not { } application)
            return;
        var program = await writes.Fetch<MentoringProgram, ProgramEvent>(
            application.Program.Value,
            MentoringProgram.Evolve
        );
        var person = await writes.Fetch<Person, PersonEvent>(application.Person.Value, Person.Evolve);
        writes.Append<Application, ApplicationEvent>(id, Decide(application, program, person, now));
    }
}
