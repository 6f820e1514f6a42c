using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

/// <summary>
/// A person asks another one to connect, who is open to it. The answer is the same where the other one is not open and
/// where they take no requests from this person.
/// </summary>
public static class RequestConnection
{
    public const int MinMinutes = 15,
        MaxMinutes = 1_200;

    private static readonly TimeSpan TimeToAnswer = TimeSpan.FromDays(14);

    /// <param name="Person">Who is asked.</param>
    /// <param name="MinutesPerMonth">15 to 1,200: what it takes of the time that each of the two gives to
    /// mentoring.</param>
    /// <param name="Message">For that person only, up to 1,000 characters.</param>
    public sealed record Request(Guid Person, int MinutesPerMonth, string? Message = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.MinutesPerMonth).InclusiveBetween(MinMinutes, MaxMinutes);
            RuleFor(r => r.Message).Text(maxLength: 1_000);
        }
    }

    /// <summary>The two people, as this service knows them.</summary>
    /// <param name="From">Who asks; null for an account without a person.</param>
    /// <param name="To">Who is asked; null where there is no such person.</param>
    /// <param name="IsLineBetween">Whether one is a line manager of the other, at any level.</param>
    public sealed record People(PersonReplica? From, PersonReplica? To, bool IsLineBetween);

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, to, now) = (user.PersonId(), new PersonId(request.Person), clock.GetUtcNow());
        var id = new ConnectionId(Guid.CreateVersion7(now));
        await events.Update(
            async writes =>
            {
                var people = new People(
                    await events.Load<PersonReplica>(by.Value, ct),
                    await events.Load<PersonReplica>(to.Value, ct),
                    await ReportingLines.AreInOneLine(tables, by, to, ct)
                );
                var mine = await Fetch(writes, by);
                var theirs = await Fetch(writes, to);
                var requested = new ConnectionRequested(
                    id,
                    by,
                    to,
                    people.From?.SiteCode ?? "",
                    request.MinutesPerMonth,
                    by.ToPersonalTextOrNull(request.Message),
                    now + TimeToAnswer,
                    now
                );
                await writes.AppendConnection(id, Decide(mine, theirs, people, requested));
            },
            ct
        );
        return TypedResults.Created("/connections/requests", new CreatedId(id.Value));
    }

    /// <param name="mine">That of the person who asks.</param>
    /// <param name="theirs">That of the person who is asked.</param>
    /// <param name="people">The two.</param>
    /// <param name="request">What is asked.</param>
    public static ConnectionEvent[] Decide(
        ConnectionProfile? mine,
        ConnectionProfile? theirs,
        People people,
        ConnectionRequested request
    )
    {
        if (!people.From.MayConnect())
            throw new DomainException(DomainError.Forbidden, "Connections are for employees who are not on leave.");
        if (request.From == request.To)
            throw new InvalidFieldException("person", "must be another person");
        if (people.IsLineBetween)
            throw new DomainException(
                DomainError.Forbidden,
                "One of you is a line manager of the other. Ask a person outside of your reporting line."
            )
            {
                Code = "reporting-line",
            };
        if (mine?.Blocked.Contains(request.To) is true)
            throw Conflict("person-blocked", "You take no requests from this person. Allow them again first.");
        if (!people.To.MayConnect() || theirs?.IsOpenTo(request.From) is not true)
            throw Conflict("not-open", "This person is not open to connections at the moment.");
        if (request.MinutesPerMonth > theirs.Preferences!.MaxMinutesPerMonth)
            throw new InvalidFieldException(
                "minutesPerMonth",
                $"must be at most {theirs.Preferences.MaxMinutesPerMonth} for this person"
            );
        return mine?.OpenRequests.Count >= ConnectionProfile.MaxOpenRequests
            ? throw Conflict(
                "request-limit",
                $"{ConnectionProfile.MaxOpenRequests} of your requests wait for an answer. Withdraw one, or wait."
            )
            : [request];
    }

    /// <summary>Guests, alumni and people of partner organisations take part in programs only.</summary>
    internal static bool MayConnect(this PersonReplica? person) =>
        person is { OnLeave: false } && person.IsActiveStaff();

    private static Task<ConnectionProfile?> Fetch(StreamWrites writes, PersonId person) =>
        writes.Fetch<ConnectionProfile, ConnectionProfileEvent>(
            ConnectionProfile.IdOf(person),
            ConnectionProfile.Evolve
        );

    private static DomainException Conflict(string code, string message) =>
        new(DomainError.Conflict, message) { Code = code };
}
