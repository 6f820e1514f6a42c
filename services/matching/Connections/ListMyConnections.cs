using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

/// <summary>The requests that a person sent and received, with what became of them, the latest first.</summary>
public static class ListMyConnections
{
    /// <param name="Id">Also the id of the relationship, once it is accepted.</param>
    /// <param name="Message">What the person who asked wrote to the other.</param>
    /// <param name="State"><c>requested</c>, <c>accepted</c>, <c>declined</c>, <c>withdrawn</c>, <c>expired</c>,
    /// <c>notPossible</c> or <c>ended</c>.</param>
    /// <param name="AnswerUntil">The request expires then.</param>
    public sealed record ConnectionView(
        Guid Id,
        Guid From,
        Guid To,
        int MinutesPerMonth,
        string? Message,
        string State,
        DateTimeOffset RequestedAt,
        DateTimeOffset AnswerUntil
    );

    private sealed record ConnectionRow(
        Guid Id,
        Guid FromPerson,
        Guid ToPerson,
        int Minutes,
        PersonalText? Message,
        string State,
        DateTimeOffset RequestedAt,
        DateTimeOffset AnswerUntil
    )
    {
        public ConnectionView ToView() =>
            new(Id, FromPerson, ToPerson, Minutes, Message?.Text, State, RequestedAt, AnswerUntil);
    }

    public static async Task<Ok<PageResponse<ConnectionView>>> Handle(
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var page = await tables.Page<ConnectionRow>(
            $"""
            select c.id, c.from_person, c.to_person, c.minutes, c.message, c.state, c.requested_at, c.answer_until
            from connections c where c.id in (select connection from connection_members where person = {user.Id()})
            """,
            paging,
            row => row.Id,
            ct,
            newestFirst: true
        );
        return paging.ToResponse(page.Select(row => row.ToView()));
    }
}
