using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>An application as it is listed.</summary>
/// <param name="ApplicantName">The name that HR gave; null where it gave none, "erased" after an erasure.</param>
/// <param name="Status"><c>submitted</c>, <c>approved</c> (waits for training or guidelines), <c>ready</c>,
/// <c>rejected</c> or <c>withdrawn</c>.</param>
public sealed record ApplicationSummary(
    Guid Id,
    Guid Program,
    Guid Applicant,
    string? ApplicantName,
    string SiteCode,
    string Role,
    string Status,
    DateTimeOffset SubmittedAt
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
    DateTimeOffset SubmittedAt
)
{
    public ApplicationSummary ToSummary() =>
        new(Id, Program, Applicant, ApplicantName?.ToString(), SiteCode, Role, Status, SubmittedAt);
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
                SetStatus(r.Application, "ready", operations);
                break;
            case ApplicationWithdrawn w:
                SetStatus(w.Application, "withdrawn", operations);
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

    private static void SetStatus(ApplicationId id, string status, IDocumentOperations operations) =>
        operations.QueueSql($"update applications set status = {status} where id = {id.Value}");
}
