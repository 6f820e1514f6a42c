using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Roadmaps;

/// <summary>
/// Each member answers the question of a step once it was held. The members read scores and comments; coordinators read
/// a mean.
/// </summary>
public static class AssessStep
{
    public sealed record Request(int Score, string? Comment = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Score).InclusiveBetween(1, 5);
            RuleFor(r => r.Comment).Text();
        }
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Guid step,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.PersonId(), clock.GetUtcNow());
        var comment = by.ToPersonalTextOrNull(request.Comment);
        await events.Update<Mentorship, MentorshipEvent>(
            id,
            Mentorship.Evolve,
            m => Decide(m, by, new(step), request.Score, comment, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static MentorshipEvent[] Decide(
        Mentorship? mentorship,
        PersonId by,
        RoadmapStepId id,
        int score,
        PersonalText? comment,
        DateTimeOffset now
    )
    {
        var m = mentorship.RequireMember(by);
        var step = m.RequireRoadmap().Find(id);
        if (step.Content.Assessment is null)
            throw Conflict("The step has no question.");
        if (!step.Held)
            throw Conflict("The session of the step has not been held. Record first who came to it.");
        return step.Answers.Find(answer => answer.By == by) switch
        {
            null => [new RoadmapStepAssessed(m.Id, id, by, score, comment, now)],
            var given when (given.Score, given.Comment) == (score, comment) => [],
            _ => throw Conflict("You have answered this already."),
        };

        static DomainException Conflict(string message) => new(DomainError.Conflict, message);
    }
}
