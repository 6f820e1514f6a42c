using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>Shows how much the rules would destroy now, without destroying it.</summary>
public static class PreviewRetention
{
    /// <param name="At">The moment for which the counts hold.</param>
    public sealed record Response(DateTimeOffset At, IReadOnlyList<KindView> Kinds);

    /// <param name="Days">How long the data is kept; null where it is kept without an end.</param>
    /// <param name="Expired">How much has come to its end longer ago.</param>
    public sealed record KindView(RetentionKind Kind, int? Days, long Expired);

    public static async Task<Ok<Response>> Handle(
        EventStreams events,
        ExpiredData expired,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (now, kinds) = (clock.GetUtcNow(), new List<KindView>());
        foreach (var kind in Enum.GetValues<RetentionKind>())
        {
            var days = (await RetentionRule.Read(events, kind, ct))?.Days;
            var count = days is { } kept ? await expired.Count(kind, now.AddDays(-kept), ct) : 0;
            kinds.Add(new(kind, days, count));
        }

        return TypedResults.Ok(new Response(now, kinds));
    }
}

/// <summary>Lists what the rule of one kind would destroy now, or a rule of another length.</summary>
public static class ListExpired
{
    /// <param name="Id">The person or the sync.</param>
    /// <param name="EndedAt">When the person left or was last announced, or when the sync ended.</param>
    /// <param name="ExpiredAt">From when on the data is not kept any more.</param>
    public sealed record ExpiredView(Guid Id, DateTimeOffset EndedAt, DateTimeOffset ExpiredAt);

    public static async Task<Ok<PageResponse<ExpiredView>>> Handle(
        EnumParameter<RetentionKind> kind,
        int? days,
        Paging paging,
        EventStreams events,
        ExpiredData expired,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (days is < 1 or > SetRetentionRule.MaxDays)
            throw new MalformedRequestException($"days must be a whole number from 1 to {SetRetentionRule.MaxDays}.");
        if ((days ?? (await RetentionRule.Read(events, kind.Value, ct))?.Days) is not { } kept)
            return paging.ToResponse(new Page<ExpiredView>([], null));
        var page = await expired.Page(kind.Value, clock.GetUtcNow().AddDays(-kept), paging, ct);
        return paging.ToResponse(
            page.Select(item => new ExpiredView(item.Id, item.EndedAt, item.EndedAt.AddDays(kept)))
        );
    }
}
