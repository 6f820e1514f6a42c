using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>A person has read a notice, or all of them.</summary>
public static class ReadNotices
{
    /// <summary>So many are read in one request; the rest stays unread.</summary>
    private const int MaxAtOnce = 500;

    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        await events.Update<Notice, NoticeEvent>(id, Notice.Evolve, notice => Decide(notice, person, now), ct);
        return TypedResults.NoContent();
    }

    public static async Task<NoContent> HandleAll(
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (person, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        var unread = await models.Query<Guid>(
            $"""
            select id from notices where person = {person.Value} and read_at is null and not settled
            order by raised_at desc, id limit {MaxAtOnce}
            """,
            ct
        );
        await events.Update(
            async writes =>
            {
                foreach (var id in unread)
                    writes.Append<Notice, NoticeEvent>(
                        id,
                        Decide(await writes.Fetch<Notice, NoticeEvent>(id, Notice.Evolve), person, now)
                    );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static NoticeEvent[] Decide(Notice? notice, PersonId by, DateTimeOffset now) =>
        notice switch
        {
            { Kind: not null } n when n.Person == by => n.ReadAt is null ? [new NoticeRead(n.Id, by, now)] : [],
            _ => throw new DomainException(DomainError.NotFound, "You have no such notice."),
        };
}
