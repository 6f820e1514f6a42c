using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>Who reports to whom, by the direct managers of each person in all of their jobs.</summary>
public sealed class ReportingLines(IReadOnlyDictionary<Guid, Guid[]> managersOf)
{
    /// <summary>
    /// The line managers of a person at every level, nearest first. A circle in HR's data ends where it closes.
    /// </summary>
    public IReadOnlyList<Guid> ManagersOf(Guid person)
    {
        var known = new HashSet<Guid> { person };
        var line = new List<Guid> { person };
        for (var at = 0; at < line.Count; at++)
            line.AddRange(managersOf.GetValueOrDefault(line[at], []).Where(known.Add));
        return line[1..];
    }

    /// <summary>
    /// The beginning of a statement: <c>below</c> has the ids of some people and of all who report to them, at any
    /// level.
    /// </summary>
    public static FormattableString WithBelow(Guid[] people) =>
        $"""
            with recursive below as (
                select id from mt_doc_personreplica where id = any({people})
                union select r.id from mt_doc_personreplica r join below b on r.managers @> array[b.id])
            """;

    /// <summary>Whether one of two people is a line manager of the other, at any level.</summary>
    public static Task<bool> AreInOneLine(ReadModels tables, PersonId one, PersonId other, CancellationToken ct) =>
        tables.QueryFirstOrDefault<bool>($"select {IsLineBetween($"{one.Value}", $"{other.Value}")}", ct);

    /// <summary>
    /// A part of a statement: whether one of two people is a line manager of the other, at any level.
    /// </summary>
    /// <param name="one">A part of the statement: the id of one of the two.</param>
    /// <param name="other">A part of the statement: the id of the other.</param>
    /// <remarks>
    /// PostgreSQL expects long lines, and would read all people; <c>offset 0</c> has it look each one up.
    /// </remarks>
    public static FormattableString IsLineBetween(FormattableString one, FormattableString other) =>
        $"""
            exists (with recursive line (other, at) as (
                values ({one}, {other}), ({other}, {one})
                union select l.other, above.manager from line l, lateral (
                    select unnest(managers) as manager from mt_doc_personreplica where id = l.at offset 0) above
                ) select from line where at = other)
            """;
}
