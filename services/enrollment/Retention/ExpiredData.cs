using System.Runtime.CompilerServices;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>A person or a sync whose data came to its end.</summary>
/// <param name="EndedAt">When the person left or was last announced, or when the sync ended.</param>
public sealed record ExpiredItem(Guid Id, DateTimeOffset EndedAt);

/// <summary>Finds what a rule destroys: a preview and a run ask the same.</summary>
public sealed class ExpiredData(ReadModels models)
{
    /// <param name="kind">The kind of data.</param>
    /// <param name="before">The moment before which the data came to its end.</param>
    /// <param name="page">The page, in the order of the ids.</param>
    /// <param name="ct">Stops the reading.</param>
    public Task<Page<ExpiredItem>> Page(
        RetentionKind kind,
        DateTimeOffset before,
        PageRequest page,
        CancellationToken ct
    ) => models.Page<ExpiredItem>(Find(kind, before), page, item => item.Id, ct);

    public async Task<long> Count(RetentionKind kind, DateTimeOffset before, CancellationToken ct)
    {
        var found = Find(kind, before);
        return await models.QueryFirstOrDefault<long>(
            FormattableStringFactory.Create($"select count(*) from ({found.Format}) as found", found.GetArguments()),
            ct
        );
    }

    private static FormattableString Find(RetentionKind kind, DateTimeOffset before) =>
        $"""
            select id, ended_at from ended_data d where kind = {EnumText.Of(kind)} and ended_at <= {before}
                and not exists (select from legal_holds h where h.person = d.id)
                and not exists (select from expected_starts s where s.person = d.id)
            """;
}
