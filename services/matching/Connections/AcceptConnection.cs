using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// The person who is asked accepts in time. It takes the time of both, if each has enough left over all programs.
/// </summary>
public static class AcceptConnection
{
    /// <summary>What is left of one of the two.</summary>
    /// <param name="MayConnect">Whether the person is here, and not on leave.</param>
    /// <param name="MinutesLeft">What the hours leave a month over all programs; null for no limit.</param>
    public sealed record Availability(PersonId Person, bool MayConnect, long? MinutesLeft);

    public static async Task<NoContent> Handle(
        Guid id,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var connection =
                    await writes.Fetch<Connection, ConnectionEvent>(id, Connection.Evolve)
                    ?? throw ConnectionGuards.NotFound();
                var (from, to) = (connection.Request.From, connection.Request.To);
                var isLineBetween = await ReportingLines.AreInOneLine(tables, from, to, ct);
                var asking = await ReadAvailability(writes, events, from, now, ct);
                var asked = await ReadAvailability(writes, events, to, now, ct);
                await writes.AppendConnection(connection.Id, Decide(connection, asking, asked, isLineBetween, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="connection">The request.</param>
    /// <param name="asking">The person who asked.</param>
    /// <param name="asked">The person who is asked.</param>
    /// <param name="isLineBetween">Whether one is a line manager of the other by now.</param>
    /// <param name="by">Who accepts.</param>
    /// <param name="now">The moment.</param>
    public static ConnectionEvent[] Decide(
        Connection connection,
        Availability asking,
        Availability asked,
        bool isLineBetween,
        PersonId by,
        DateTimeOffset now
    )
    {
        var request = connection.Request;
        return connection.State switch
        {
            _ when by == request.From => throw new DomainException(
                DomainError.Forbidden,
                "The person whom you ask answers this request."
            ),
            _ when by != request.To => throw ConnectionGuards.NotFound(),
            ConnectionState.Accepted => [],
            not ConnectionState.Requested => throw connection.Closed(),
            _ when request.AnswerUntil <= now => throw Conflict("request-closed", "The time to answer is over."),
            _ when isLineBetween => throw Conflict(
                "reporting-line",
                "One of you is a line manager of the other by now, so that you cannot connect."
            ),
            _ when !asking.MayConnect || !asked.MayConnect => throw Conflict(
                "not-open",
                "One of you is not there at the moment, so that you cannot connect."
            ),
            _ when asked.MinutesLeft < request.MinutesPerMonth => throw Conflict(
                "own-hours-used",
                "Your hours of the month are used. Give more in your profile, or decline."
            ),
            _ when asking.MinutesLeft < request.MinutesPerMonth => throw Conflict(
                "other-hours-used",
                "The hours of the person who asked are used by now. You can accept when they have time again."
            ),
            _ =>
            [
                new ConnectionAccepted(
                    connection.Id,
                    request.From,
                    request.To,
                    request.SiteCode,
                    request.MinutesPerMonth,
                    now
                ),
            ],
        };
    }

    private static async Task<Availability> ReadAvailability(
        StreamWrites writes,
        EventStreams events,
        PersonId person,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var budget = await writes.Fetch<MentorBudget, BudgetEvent>(MentorBudget.IdOf(person), MentorBudget.Evolve);
        var known = await events.Load<PersonReplica>(person.Value, ct);
        return new(
            person,
            known.MayConnect(),
            MentorBudget.MinutesLeftFrom(FlashTime.MonthOf(now), budget, known?.HoursPerMonth)
        );
    }

    private static DomainException Conflict(string code, string message) =>
        new(DomainError.Conflict, message) { Code = code };
}
