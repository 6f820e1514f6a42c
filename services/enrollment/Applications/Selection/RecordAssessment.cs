using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>
/// A coordinator scores an applicant by the rubric of the program. Each has one assessment, and may record it again.
/// </summary>
public static class RecordAssessment
{
    private const int MaxCommentLength = 2_000,
        MaxScores = 100;

    /// <param name="Scores">One score for each criterion of the role; for an application as both, of both
    /// roles.</param>
    /// <param name="Comment">Why, up to 2,000 characters. The applicant may read it in the export of their personal
    /// data.</param>
    public sealed record Request(IReadOnlyList<CriterionScore> Scores, string Comment);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Scores)
                .Must(scores =>
                    scores.Count <= MaxScores
                    && scores.All(s => s is { Score: >= ScoreScale.Min and <= ScoreScale.Max, Criterion.Length: > 0 })
                )
                .WithMessage($"must be scores from {ScoreScale.Min} to {ScoreScale.Max}");
            RuleFor(r => r.Comment).Text(MaxCommentLength);
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
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update(
            async writes =>
            {
                var applicant = await writes.FetchApplicant(id, user);
                var assessor = await writes.Fetch<Person, PersonEvent>(by, Person.Evolve);
                writes.Append<Application, ApplicationEvent>(id, Decide(applicant, assessor, request, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <param name="assessor">Null for an account that belongs to no person.</param>
    public static ApplicationEvent[] Decide(
        Applicant applicant,
        Person? assessor,
        Request request,
        Guid by,
        DateTimeOffset now
    )
    {
        if (applicant.IsInReportingLineOf(by, assessor))
            throw new DomainException(
                DomainError.Forbidden,
                "You are the applicant, or one of you reports to the other: another coordinator records an assessment."
            )
            {
                Code = "same-reporting-line",
            };
        applicant.RequireSelection();
        var a = applicant.Application;
        var scores = InOrder(applicant, request.Scores);
        if (a.Selection.Assessments.Find(own => own.By == by) is { } own && own.Says(scores, request.Comment))
            return [];
        var owner = a.Person.Value;
        var recorded = new Assessment(by, new(owner, scores), new(owner, request.Comment), now);
        var outcome = SelectionOutcome.Of(
            applicant.Rubrics,
            a.Selection.Assessments.With(recorded).Select(assessment => assessment.Scores.Value ?? [])
        );
        return
        [
            new AssessmentRecorded(
                a.Id,
                a.Program,
                a.Person,
                recorded.Scores,
                recorded.Comment,
                new(owner, outcome),
                by,
                now
            ),
        ];
    }

    /// <returns>The scores in the order of the rubrics.</returns>
    private static IReadOnlyList<CriterionScore> InOrder(Applicant applicant, IReadOnlyList<CriterionScore> scores)
    {
        var asked = applicant
            .Rubrics.SelectMany(rubric => rubric.Step.Criteria.Select(c => (rubric.Role, c.Title)))
            .ToArray();
        var given = scores.ToLookup(score => (score.Role, score.Criterion));
        return scores.Count == asked.Length && asked.All(given.Contains)
            ? [.. asked.Select(criterion => given[criterion].First())]
            : throw new InvalidFieldException(
                "scores",
                "must be one for each of these criteria: "
                    + string.Join(", ", asked.Select(c => $"{c.Title} ({EnumText.Of(c.Role)})"))
            );
    }

    private static bool Says(this Assessment assessment, IReadOnlyList<CriterionScore> scores, string comment) =>
        assessment.Comment.Text == comment && assessment.Scores.Value?.SequenceEqual(scores) is true;
}
