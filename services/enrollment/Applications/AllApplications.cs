using Marten;
using JasperFx.Events;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>An application as it is listed.</summary>
/// <param name="ApplicantName">The name that HR gave; null where it gave none.</param>
/// <param name="Status"><c>submitted</c>, <c>approved</c> (waits for training or guidelines), <c>ready</c>, <c>refused</c> or <c>withdrawn</c>.</param>
public sealed record ApplicationEntry(
    Guid Id,
    Guid Program,
    Guid Applicant,
    string? ApplicantName,
    string SiteCode,
    string Role,
    string Status,
    DateTimeOffset SubmittedAt
);

/// <summary>The applications. Written with the append: its index allows one open application for each person and program.</summary>
public sealed class AllApplications : TableProjection
{
    public string Name => "applications";

    public string Schema =>
        """
            create table applications (
                id uuid primary key, program uuid not null, person uuid not null, site text not null, role text not null,
                status text not null, submitted_at timestamptz not null);
            create unique index one_open_application on applications (program, person) where status not in ('refused', 'withdrawn');
            create index applications_of_a_person on applications (person, id);
            create index applications_by_status on applications (program, status, id);
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ApplicationSubmitted s:
                operations.QueueSql(
                    $"insert into applications values ({s.Application.Value}, {s.Program.Value}, {s.Person.Value}, {s.SiteCode}, {Word(s.Role)}, 'submitted', {s.At})"
                );
                break;
            case ApplicationRefused r:
                Move(r.Application, "refused", operations);
                break;
            case ApplicationApproved a:
                Move(a.Application, "approved", operations);
                break;
            case ApplicantBecameReady r:
                Move(r.Application, "ready", operations);
                break;
            case ApplicationWithdrawn w:
                Move(w.Application, "withdrawn", operations);
                break;
        }
    }

    private static void Move(ApplicationId id, string status, IDocumentOperations operations) =>
        operations.QueueSql($"update applications set status = {status} where id = {id.Value}");

    private static string Word(ParticipantRole role) => role.ToString().ToLowerInvariant();
}
