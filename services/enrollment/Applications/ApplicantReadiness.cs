using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// An approved applicant with all required training and the current guidelines may be matched. One who is ready stays
/// so while the required training is valid: newer guidelines alone do not change it.
/// </summary>
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
            (t, ct) => FindApproved(models, $"program = {t.Program.Value} and person = {t.Person.Value}", ct)
        );
        On<DuplicateMerged>((m, ct) => FindApproved(models, $"person = {m.Person.Value}", ct));
        On<MergeUndone>((m, ct) => FindApproved(models, $"person = {m.Person.Value}", ct));
        On<ProgramRevised>((p, ct) => FindApproved(models, $"program = {p.Program.Value}", ct));
    }

    /// <summary>The applications that meet a condition and were approved, ready or not.</summary>
    private static Task<IReadOnlyList<Guid>> FindApproved(
        ReadModels models,
        FormattableString condition,
        CancellationToken ct
    ) =>
        models.Query<Guid>(
            $"select id from applications where {condition} and status = any(array['approved', 'ready'])",
            ct
        );

    public static ApplicationEvent[] Decide(
        Application? application,
        MentoringProgram? program,
        Person? person,
        DateTimeOffset now
    )
    {
        if (application is not { WasApproved: true } a || program is null || person is null)
            return [];
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var required = program.RequiredOf(a.Role, person);
        ModuleCompletion[] missing = [.. required.Where(m => m.IsMissingOn(today))];
        // Nothing lapses in a closed program: it makes no more matches.
        var lapsesAt = program.Status is ProgramStatus.Closed ? null : required.Min(m => m.LapsesAt);
        return a.Status switch
        {
            ApplicationStatus.Ready when missing is [_, ..] && program.Status is not ProgramStatus.Closed =>
            [
                NoLongerReady(a, missing, today, now),
            ],
            ApplicationStatus.Ready when lapsesAt == a.TrainingLapsesAt => [],
            ApplicationStatus.Ready => [new TrainingValidityChanged(a.Id, a.Program, a.Person, lapsesAt, now)],
            _ when missing is [] && a.GuidelinesVersion == program.GuidelinesVersion => [BecameReady(a, lapsesAt, now)],
            _ => [],
        };
    }

    /// <summary>Appends what follows from what has changed for this application.</summary>
    internal static async Task Append(Guid id, StreamWrites writes, DateTimeOffset now)
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

    protected override Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct) =>
        Append(id, writes, now);

    private static ApplicantBecameReady BecameReady(Application a, DateTimeOffset? lapsesAt, DateTimeOffset now) =>
        new(
            a.Id,
            a.Program,
            a.Person,
            a.SiteCode,
            a.Role,
            a.MentorCapacity,
            now,
            a.ReadyAt ?? now,
            a.Background,
            lapsesAt
        );

    private static ApplicantNoLongerReady NoLongerReady(
        Application a,
        IReadOnlyList<ModuleCompletion> missing,
        DateOnly today,
        DateTimeOffset now
    ) =>
        new(
            a.Id,
            a.Program,
            a.Person,
            a.SiteCode,
            a.Role,
            missing.Any(m => m.StateOn(today) is CompletionState.Lapsed)
                ? NoLongerReadyReason.TrainingLapsed
                : NoLongerReadyReason.TrainingRequired,
            [.. missing.Select(m => m.Module.Code)],
            now
        );
}
