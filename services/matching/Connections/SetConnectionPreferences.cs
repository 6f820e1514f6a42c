using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Connections;

/// <summary>A person states whether others may ask them to connect, and what the directory shows of them.</summary>
public static class SetConnectionPreferences
{
    /// <param name="Note">What the person likes to talk about, up to 500 characters.</param>
    /// <param name="MaxMinutesPerMonth">The most that a request may ask for; null for no limit of its own.</param>
    public sealed record Request(
        bool Open,
        string? Note = null,
        int? MaxMinutesPerMonth = null,
        bool ShowsSkills = false,
        bool ShowsInterests = false
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Note).Text(maxLength: 500);
            RuleFor(r => r.MaxMinutesPerMonth)
                .InclusiveBetween(RequestConnection.MinMinutes, RequestConnection.MaxMinutes);
        }
    }

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var by = user.PersonId();
        var set = new ConnectionPreferencesSet(
            by,
            request.Open,
            by.ToPersonalTextOrNull(request.Note),
            request.MaxMinutesPerMonth,
            request.ShowsSkills,
            request.ShowsInterests,
            clock.GetUtcNow()
        );
        var person = await events.Load<PersonReplica>(by.Value, ct);
        await events.Update<ConnectionProfile, ConnectionProfileEvent>(
            ConnectionProfile.IdOf(by),
            ConnectionProfile.Evolve,
            profile => Decide(profile, person, set),
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="profile">What the person stated before.</param>
    /// <param name="person">Null for an account without a person.</param>
    /// <param name="set">What the person states now.</param>
    public static ConnectionProfileEvent[] Decide(
        ConnectionProfile? profile,
        PersonReplica? person,
        ConnectionPreferencesSet set
    )
    {
        if (person?.IsActiveStaff() is not true)
            throw new DomainException(DomainError.Forbidden, "Connections are for employees.");
        return profile?.Preferences is { } known && known with { At = set.At } == set ? [] : [set];
    }
}
