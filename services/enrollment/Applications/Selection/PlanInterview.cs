using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>A coordinator plans the interview of an applicant, or plans it anew.</summary>
public static class PlanInterview
{
    private const int MaxDaysAhead = 550;

    private const string ZoneMessage = "must be an IANA time zone such as America/Chicago";

    /// <param name="Interviewer">A person with the role coordinator for the application: neither the applicant, nor
    /// their manager, nor one of those who report to them.</param>
    /// <param name="Start">The wall time, such as <c>2026-03-09T17:00</c>.</param>
    /// <param name="Minutes">5 to 480.</param>
    /// <param name="Zone">An IANA zone; null for the one of the applicant's site.</param>
    /// <param name="Place">Where they meet. A place or a link is needed.</param>
    /// <param name="Link">An https address at which they meet.</param>
    public sealed record Request(
        Guid Interviewer,
        string Start,
        int Minutes,
        string? Zone = null,
        string? Place = null,
        string? Link = null
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Start)
                .Must(start => InterviewTime.Parse(start) is not null)
                .WithMessage("must be a local date and time such as 2026-03-09T17:00");
            RuleFor(r => r.Minutes).InclusiveBetween(5, 480);
            RuleFor(r => r.Zone)
                .Must(zone => zone is null || InterviewTime.Zone(zone) is not null)
                .WithMessage(ZoneMessage);
            RuleFor(r => r.Place)
                .Line()
                .Must((request, place) => place is not null || request.Link is not null)
                .WithMessage("or link must be given");
            RuleFor(r => r.Link)
                .Must(link => link is null || FieldRules.IsWebAddress(link))
                .WithMessage("must be an https address");
        }
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        await events.Update(
            async writes =>
            {
                var applicant = await writes.FetchApplicant(id, user);
                var interviewer = await Interviewer.Fetch(writes, request.Interviewer, applicant, user, now);
                writes.Append<Application, ApplicationEvent>(
                    id,
                    Decide(applicant, interviewer, request, user.Id(), now)
                );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="interviewer">Null where there is no such person in the role of a coordinator for the
    /// application.</param>
    public static ApplicationEvent[] Decide(
        Applicant applicant,
        Person? interviewer,
        Request request,
        Guid by,
        DateTimeOffset now
    )
    {
        applicant.RequireSelection();
        if (interviewer is null)
            throw new InvalidFieldException(
                "interviewer",
                "must be a person with the role coordinator for this application"
            );
        if (applicant.IsInReportingLineOf(interviewer.Id.Value, interviewer))
            throw new InvalidFieldException(
                "interviewer",
                "must be neither the applicant, nor their manager, nor a person who reports to them"
            );
        var interview = InterviewOf(applicant, interviewer.Id, request, now);
        var a = applicant.Application;
        return a.Selection.Interview switch
        {
            null => [new InterviewPlanned(a.Id, a.Program, a.Person, interview, by, now)],
            { } planned when planned == interview => [],
            _ => [new InterviewRescheduled(a.Id, a.Program, a.Person, interview, by, now)],
        };
    }

    private static Interview InterviewOf(Applicant applicant, PersonId interviewer, Request request, DateTimeOffset now)
    {
        var zone =
            InterviewTime.Zone(request.Zone ?? applicant.Person.Employment.TimeZone)
            ?? throw new InvalidFieldException("zone", ZoneMessage);
        var start = InterviewTime.Parse(request.Start)!.Value.In(zone);
        if (start <= now || start > now.AddDays(MaxDaysAhead))
            throw new InvalidFieldException("start", $"must be later than now, and within {MaxDaysAhead} days");
        var owner = applicant.Person.Id.Value;
        return new(interviewer, start, zone.Id, request.Minutes, TextOf(request.Place), TextOf(request.Link));

        PersonalText? TextOf(string? text) => text is null ? null : new PersonalText(owner, text);
    }
}

internal static class Interviewer
{
    /// <returns>Null where there is no such active person in the role of a coordinator for the application.</returns>
    public static async Task<Person?> Fetch(
        StreamWrites writes,
        Guid id,
        Applicant applicant,
        ClaimsPrincipal user,
        DateTimeOffset now
    )
    {
        if (await writes.Fetch<Person, PersonEvent>(id, Person.Evolve) is not { Active: true } person)
            return null;
        // The user coordinates the application; that role may come from the token alone.
        if (id == user.Id())
            return person;
        var holder = await writes.Fetch<RoleHolder, RoleEvent>(RoleHolder.StreamOf(person.Id), RoleHolder.Evolve);
        var scope = new AccessScope([
            .. (holder?.Roles ?? [])
                .Where(role => role.Role == Roles.Coordinator && role.Starts <= now && !(role.Ends <= now))
                .Select(role => role.ToGrant()),
        ]);
        var a = applicant.Application;
        return scope.Covers(a.SiteCode, a.Program.Value, applicant.Person.Employment.Department) ? person : null;
    }
}
