using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>
/// The rows of two people who are merged. The row of the duplicate holds the number and the source of the record that
/// does not speak any more, so that no other person gets them.
/// </summary>
internal static class MergeRows
{
    public static void Apply(MergeEvent e, IDocumentOperations operations)
    {
        if (e is MergeUndone undone)
            HoldRecord(undone.Duplicate, null, operations);
        Update(e, operations);
        switch (e)
        {
            case MergedInto m:
                operations.QueueSql($"update people set merged_into = {m.Survivor.Value} where id = {m.Person.Value}");
                break;
            case DuplicateMerged m:
                HoldRecord(m.Duplicate, m.Silent, operations);
                break;
            case DuplicateRestored r:
                operations.QueueSql($"update people set merged_into = null where id = {r.Person.Value}");
                break;
        }
    }

    private static void HoldRecord(PersonId duplicate, SilentRecord? silent, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            update people set silent_number_key = {silent?.NumberKey}, source = null, source_record = null,
                source_key = {silent?.SourceKey}
            where id = {duplicate.Value}
            """
        );

    private static void Update(MergeEvent e, IDocumentOperations operations)
    {
        var (facts, work) = (e.Facts, e.Facts.Employment);
        operations.QueueSql(
            $"""
            update people set employee_number = {facts.EmployeeNumber?.Text},
                number_key = {facts.EmployeeNumber?.Key}, name = {facts.Name}, email = {facts.Email},
                active = {facts.Active}, site = {work.SiteCode}, time_zone = {work.TimeZone},
                manager = {work.Manager?.Value}, department = {work.Description.Value?.Department},
                job_level = {work.JobLevel}, description = {work.Description}, profile = {e.Profile},
                account = {facts.Account}, on_leave = {work.OnLeave}, was_hired = {facts.WasHired},
                source = {facts.Source?.Source}, source_record = {facts.Source?.Id},
                source_key = {facts.Source?.Key}, kind = {EnumText.Of(work.Kind)},
                agreement_due = {work.AgreementDue},
                left_at = case when {facts.Active} then null else left_at end
            where id = {e.Person.Value}
            """
        );
    }
}
