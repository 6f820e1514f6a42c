using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventStore;

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
public sealed class AllApplications : IProjection
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

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        switch (e.Data)
        {
            case ApplicationSubmitted s:
                sql.Add(
                    $"insert into applications values ({s.Application.Value}, {s.Program.Value}, {s.Person.Value}, {s.SiteCode}, {Word(s.Role)}, 'submitted', {s.At})"
                );
                break;
            case ApplicationRefused r:
                Move(r.Application, "refused", sql);
                break;
            case ApplicationApproved a:
                Move(a.Application, "approved", sql);
                break;
            case ApplicantBecameReady r:
                Move(r.Application, "ready", sql);
                break;
            case ApplicationWithdrawn w:
                Move(w.Application, "withdrawn", sql);
                break;
        }
    }

    private static void Move(ApplicationId id, string status, SqlBatch sql) =>
        sql.Add($"update applications set status = {status} where id = {id.Value}");

    private static string Word(ParticipantRole role) => role.ToString().ToLowerInvariant();
}
