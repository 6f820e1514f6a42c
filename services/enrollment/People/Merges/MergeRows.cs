using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>
/// The rows of two people who are merged. The row of the duplicate holds the number and the source of the record that
/// does not speak any more, by which rosters and SCIM find it.
/// </summary>
internal static class MergeRows
{
    /// <summary>In SQL: the ids of a person and of those who were merged into the person.</summary>
    public static FormattableString IdsOf(Guid person) =>
        $"array(select {person} union all select id from people where merged_into = {person})";

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
            update people set silent_number_key = {silent?.NumberKey}, source_key = {silent?.SourceKey}
            where id = {duplicate.Value}
            """
        );

    private static void Update(MergeEvent e, IDocumentOperations operations)
    {
        var f = e.Facts;
        PeopleProjection.SetRecord(
            operations,
            e.Person,
            f.EmployeeNumber,
            f.Name,
            f.Email,
            f.Employment,
            f.Account,
            f.Source
        );
        operations.QueueSql(
            $"""
            update people set active = {f.Active}, profile = {e.Profile}, was_hired = {f.WasHired},
                left_at = case when {f.Active} then null else left_at end
            where id = {e.Person.Value}
            """
        );
    }
}
