using JasperFx.Events;
using Marten;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>An application as it is listed.</summary>
/// <param name="ApplicantName">The name that HR gave; null where it gave none, "erased" after an erasure.</param>
/// <param name="Status"><c>submitted</c>, <c>approved</c> (waits for training or guidelines), <c>ready</c>,
/// <c>rejected</c> or <c>withdrawn</c>.</param>
/// <param name="Selection"><c>due</c>, <c>planned</c> or <c>assessed</c>; null where the program asks for no interview
/// and no assessment in this role, and where the application was decided on without one.</param>
/// <param name="InterviewAt">When the interview begins that is planned; null for none.</param>
/// <param name="Score">The weighted score, for an application as both the lower one of the two roles. It is shown to
/// coordinators of the application, and never to the applicant.</param>
/// <param name="Recommended">Whether the score reaches the minimum of the program; null where the score is.</param>
/// <param name="TrainingLapsed">Whether the applicant was ready and is approved only, until they complete training
/// again.</param>
/// <param name="TrainingValidUntil">The last day on which all required training of an applicant who is ready is valid;
/// null where none lapses.</param>
/// <param name="TrainingDueSoon">Whether that day is at most 30 days ahead.</param>
public sealed record ApplicationSummary(
    Guid Id,
    Guid Program,
    Guid Applicant,
    string? ApplicantName,
    string SiteCode,
    string Role,
    string Status,
    DateTimeOffset SubmittedAt,
    string? Selection,
    DateTimeOffset? InterviewAt,
    decimal? Score,
    bool? Recommended,
    bool TrainingLapsed,
    DateOnly? TrainingValidUntil,
    bool TrainingDueSoon
);

/// <summary>A row of such a list, as it is read.</summary>
public sealed record ApplicationRow(
    Guid Id,
    Guid Program,
    Guid Applicant,
    PersonalText? ApplicantName,
    string SiteCode,
    string Role,
    string Status,
    DateTimeOffset SubmittedAt,
    string? Selection,
    DateTimeOffset? InterviewAt,
    bool TrainingLapsed,
    DateTimeOffset? TrainingLapsesAt,
    PersonalValue<SelectionOutcome>? Outcome
)
{
    /// <summary>How far the selection is: of an application <c>a</c> to a program <c>g</c>.</summary>
    public static FormattableString SelectionOf =>
        $"""
            case when a.outcome is not null then 'assessed'
                when a.status <> 'submitted' then null
                when a.interview_at is not null then 'planned'
                when (g.selects_mentors and a.role <> 'mentee') or (g.selects_mentees and a.role <> 'mentor') then 'due'
            end
            """;

    public ApplicationSummary ToSummary(DateTimeOffset now)
    {
        DateOnly? validUntil = TrainingLapsesAt is { } lapses
            ? DateOnly.FromDateTime(lapses.UtcDateTime).AddDays(-1)
            : null;
        return new(
            Id,
            Program,
            Applicant,
            ApplicantName?.ToString(),
            SiteCode,
            Role,
            Status,
            SubmittedAt,
            Selection,
            Selection is "planned" ? InterviewAt : null,
            Outcome?.Value?.Score,
            Outcome?.Value?.Recommended,
            TrainingLapsed,
            validUntil,
            validUntil is { } last && ModuleCompletion.IsDueSoon(last, DateOnly.FromDateTime(now.UtcDateTime))
        );
    }
}

/// <summary>
/// The applications. Written with the append: its index allows one open application for each person and program.
/// </summary>
public sealed class ApplicationsProjection : TableProjection
{
    public ApplicationsProjection()
        : base("applications")
    {
        var applications = AddTable("applications");
        applications.AddColumn("id", "uuid").AsPrimaryKey();
        applications.AddColumn("program", "uuid").NotNull();
        applications.AddColumn("person", "uuid").NotNull();
        applications.AddColumn("site", "text").NotNull();
        applications.AddColumn("role", "text").NotNull();
        applications.AddColumn("status", "text").NotNull();
        applications.AddColumn("submitted_at", "timestamptz").NotNull();
        applications.AddColumn("interview_at", "timestamptz");
        applications.AddColumn("outcome", "jsonb");
        applications.AddColumn("training_lapsed", "boolean").NotNull().DefaultValueByExpression("false");
        applications.AddColumn("training_lapses_at", "timestamptz");
        AddUniqueIndex(
            applications,
            "one_open_application",
            ["program", "person"],
            message: "You have already applied to this program. Withdraw that application first.",
            where: "status <> ALL (ARRAY['rejected'::text, 'withdrawn'::text])"
        );
        AddIndex(applications, "applications_of_a_person", ["person", "id"]);
        AddIndex(applications, "applications_by_status", ["program", "status", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ApplicationSubmitted s:
                operations.QueueSql(
                    $"""
                    insert into applications
                    values ({s.Application.Value}, {s.Program.Value}, {s.Person.Value}, {s.SiteCode},
                        {EnumText.Of(s.Role)}, 'submitted', {s.At})
                    """
                );
                break;
            case ApplicationRejected r:
                SetStatus(r.Application, "rejected", operations);
                break;
            case ApplicationApproved a:
                SetStatus(a.Application, "approved", operations);
                break;
            case ApplicantBecameReady r:
                SetReadiness(r.Application, "ready", hasLapsed: false, r.TrainingLapsesAt, operations);
                break;
            case TrainingValidityChanged v:
                operations.QueueSql(
                    $"update applications set training_lapses_at = {v.LapsesAt} where id = {v.Application.Value}"
                );
                break;
            case ApplicantNoLongerReady n:
                SetReadiness(
                    n.Application,
                    "approved",
                    n.Reason is NoLongerReadyReason.TrainingLapsed,
                    null,
                    operations
                );
                break;
            case ApplicationWithdrawn w:
                SetReadiness(w.Application, "withdrawn", hasLapsed: false, null, operations);
                break;
            case InterviewPlanned i:
                SetInterview(i.Application, i.Interview.StartsAt, operations);
                break;
            case InterviewRescheduled i:
                SetInterview(i.Application, i.Interview.StartsAt, operations);
                break;
            case InterviewCancelled i:
                SetInterview(i.Application, null, operations);
                break;
            case AssessmentRecorded a:
                operations.QueueSql($"update applications set outcome = {a.Outcome} where id = {a.Application.Value}");
                break;
        }
    }

    /// <summary>Who of these people has an open application as mentor or both.</summary>
    public static async Task<IReadOnlySet<Guid>> MentorApplicants(
        ReadModels models,
        Guid program,
        Guid[] people,
        CancellationToken ct
    ) =>
        (
            await models.Query<Guid>(
                $"""
                select person from applications
                where program = {program} and person = any({people}) and role <> 'mentee'
                    and status <> all (array['rejected', 'withdrawn'])
                """,
                ct
            )
        ).ToHashSet();

    private static void SetInterview(ApplicationId id, DateTimeOffset? at, IDocumentOperations operations) =>
        operations.QueueSql($"update applications set interview_at = {at} where id = {id.Value}");

    private static void SetReadiness(
        ApplicationId id,
        string status,
        bool hasLapsed,
        DateTimeOffset? lapsesAt,
        IDocumentOperations operations
    ) =>
        operations.QueueSql(
            $"""
            update applications set status = {status}, training_lapsed = {hasLapsed}, training_lapses_at = {lapsesAt}
            where id = {id.Value}
            """
        );

    private static void SetStatus(ApplicationId id, string status, IDocumentOperations operations) =>
        operations.QueueSql($"update applications set status = {status} where id = {id.Value}");
}
