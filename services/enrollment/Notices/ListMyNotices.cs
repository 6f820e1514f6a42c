using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices;

/// <param name="Program">Null where it is about no program.</param>
/// <param name="About">The id of what it is about: a match or a request to connect, which have the ids of their
/// mentorships, an application, or an invitation.</param>
/// <param name="Page">The path of the portal's page on which a person sees more, and acts.</param>
/// <param name="Time">The time that the text names: until when to answer, or when an interview begins.</param>
/// <param name="Settled">Whether what it tells is done or over.</param>
public sealed record NoticeView(
    Guid Id,
    NoticeKind Kind,
    Guid? Program,
    Guid About,
    string Subject,
    string Text,
    string Page,
    DateTimeOffset? Time,
    DateTimeOffset RaisedAt,
    DateTimeOffset? ReadAt,
    bool Settled
);

/// <summary>Lists the notices of the user, the newest first.</summary>
public static class ListMyNotices
{
    private sealed record Row(
        Guid Id,
        Guid Notice,
        string Kind,
        Guid? Program,
        string? ProgramName,
        Guid Subject,
        DateTimeOffset? Time,
        DateTimeOffset RaisedAt,
        DateTimeOffset? ReadAt,
        bool Settled
    );

    /// <param name="unread">Whether only those are listed that are neither read nor settled.</param>
    public static async Task<Ok<PageResponse<NoticeView>>> Handle(
        ClaimsPrincipal user,
        ReadModels models,
        EventStreams events,
        HttpRequest request,
        Paging paging,
        CancellationToken ct,
        bool unread = false
    )
    {
        var rows = await models.Page<Row>(
            $"""
            select n.entry as id, n.id as notice, n.kind, n.program, p.name as program_name, n.subject, n.time,
                n.raised_at, n.read_at, n.settled
            from notices n left join programs p on p.id = n.program
            where n.person = {user.Id()} and (not {unread} or (n.read_at is null and not n.settled))
            """,
            paging,
            n => n.Id,
            ct,
            newestFirst: true
        );
        var recipient = await Recipient.Read(events, new(user.Id()), ct);
        var language = NoticeTexts.Choose(request.GetTypedHeaders().AcceptLanguage) ?? recipient.Language;
        return paging.ToResponse(rows.Select(row => ToView(row, recipient, language)));
    }

    private static NoticeView ToView(Row row, Recipient recipient, string language)
    {
        var kind = Enum.Parse<NoticeKind>(row.Kind, ignoreCase: true);
        var text = NoticeTexts.Of(kind, row.ProgramName, row.Time, recipient.Zone, language);
        return new(
            row.Notice,
            kind,
            row.Program,
            row.Subject,
            text.Subject,
            text.Body,
            kind.PageOf(row.Program, row.Subject),
            row.Time,
            row.RaisedAt,
            row.ReadAt,
            row.Settled
        );
    }
}

/// <summary>Counts what the user has neither read nor settled.</summary>
public static class CountUnreadNotices
{
    public sealed record Response(long Unread);

    public static async Task<Ok<Response>> Handle(ClaimsPrincipal user, ReadModels models, CancellationToken ct) =>
        TypedResults.Ok(
            new Response(
                await models.QueryFirstOrDefault<long>(
                    $"""
                    select count(*) from notices where person = {user.Id()} and read_at is null and not settled
                    """,
                    ct
                )
            )
        );
}
