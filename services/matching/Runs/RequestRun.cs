using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// A coordinator of all sites of a program requests a matching run: one cohort, and several variants of the policy to
/// compare, optimal or stable. The run is computed in the background. No proposal is sent before one variant is
/// reviewed and published.
/// </summary>
public static class RequestRun
{
    public const int MaxVariants = 10;

    /// <param name="Kind">What it proposes: a mentor to each mentee, pairs of peers, who take part as both, or groups
    /// of one mentor and several mentees.</param>
    /// <param name="Name">Of the first variant, which the other fields describe: 1 to 80 characters on one
    /// line.</param>
    /// <param name="Weights">Relative weights, 0 to 1000, by factor; what is not named keeps its default.</param>
    /// <param name="Exclusions">Two people who must not be matched, in either role.</param>
    /// <param name="Locked">Pairs that are given; they must keep every rule.</param>
    /// <param name="CandidatesPerMentee">1 to 10,000; left out for no limit.</param>
    /// <param name="MentorMinutesPerMonth">1 to 10,000: what one mentorship takes of a mentor's time; left out for an
    /// hour.</param>
    /// <param name="Seed">Chooses among results that are equally good; 0 by default.</param>
    /// <param name="Variants">Up to 9 more; what they leave out is as in the other fields.</param>
    /// <param name="GroupSizes">The least and the greatest number of mentees in a group, 1 to 50; left out for those of
    /// the program.</param>
    /// <param name="Method"><c>optimal</c> by default: as many matches as can be, then the greatest total score.
    /// <c>stableForMentees</c> and <c>stableForMentors</c> leave no mentee and mentor who would both rather have each
    /// other, with the best such result for one side. Only for runs of kind oneToOne.</param>
    /// <param name="MentorWeights">Of a stable method: relative weights, 0 to 1000, by factor, for what a mentee is
    /// worth to a mentor; what is not named keeps its default. Left out, they are those of
    /// <paramref name="Weights"/>, and both sides agree on the worth of each pair.</param>
    public sealed record Request(
        Guid Program,
        IReadOnlyDictionary<string, int>? Weights = null,
        HardRules? Rules = null,
        YearsRange? ExperienceTarget = null,
        IReadOnlyList<Pair>? Exclusions = null,
        IReadOnlyList<Pair>? Locked = null,
        IReadOnlyList<Pair>? Forbidden = null,
        int? CandidatesPerMentee = null,
        long? Seed = null,
        string? Name = null,
        FairnessRequest? Fairness = null,
        CapacityChange? Capacity = null,
        IReadOnlyList<VariantRequest>? Variants = null,
        int? MentorMinutesPerMonth = null,
        MatchKind Kind = MatchKind.OneToOne,
        GroupSizes? GroupSizes = null,
        MatchingMethod? Method = null,
        IReadOnlyDictionary<string, int>? MentorWeights = null
    )
    {
        internal VariantRequest First =>
            new(
                Name,
                Weights,
                Rules,
                ExperienceTarget,
                Locked,
                Forbidden,
                CandidatesPerMentee,
                Fairness,
                Capacity,
                MentorMinutesPerMonth,
                GroupSizes,
                Method,
                MentorWeights
            );
    }

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            var variant = new VariantRequestValidator();
            RuleFor(r => r.Exclusions).Pairs();
            // Its fields are those of the request itself.
            RuleFor(r => r.First).SetValidator(variant).OverridePropertyName("");
            RuleFor(r => r.Variants)
                .Must(others => others is null or { Count: < MaxVariants })
                .WithMessage($"must be at most {MaxVariants - 1} besides the first")
                .Must(others => others is null || others.All(other => other is not null))
                .WithMessage("must not hold null")
                .DependentRules(() => RuleForEach(r => r.Variants).SetValidator(variant));
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var program = await events.Load<ProgramReplica>(request.Program, ct);
        program?.RequireManage(user);
        var (id, by) = (new RunId(Guid.CreateVersion7(now)), user.PersonId());
        var variants = VariantsOf(request, DayOf(program, now), program?.GroupSizes);
        var asked = new RunRequested(
            id,
            new(request.Program),
            variants[0].Policy,
            request.Exclusions ?? [],
            by,
            now,
            variants[0].Terms,
            Kind: request.Kind
        );
        var others = variants
            .Skip(1)
            .Select((v, n) => new VariantRequested(id, Variant.First + n + 1, v.Policy, v.Terms, by, now))
            .ToArray();
        await events.Update<Run, RunEvent>(id.Value, Run.Evolve, _ => Decide(program, asked, others), ct);
        return TypedResults.Created($"/runs/{id.Value}", new CreatedId(id.Value));
    }

    public static RunEvent[] Decide(ProgramReplica? program, RunRequested asked, params VariantRequested[] others) =>
        program switch
        {
            null or { Version: 0 } => throw new DomainException(
                DomainError.NotFound,
                "No such program, or it is not published yet."
            ),
            { Ended: true } => throw new DomainException(DomainError.Conflict, "The program has ended.")
            {
                Code = "program-ended",
            },
            _ when !program.Formats.Contains(EnumText.Of(asked.Kind)) => throw new DomainException(
                DomainError.Conflict,
                $"Add {EnumText.Of(asked.Kind)} to the formats of this program before you request such a run."
            )
            {
                Code = "format-missing",
            },
            _ when asked is { Kind: MatchKind.Group, Terms.GroupSizes: null } => throw new InvalidFieldException(
                "groupSizes",
                "must be given: the program does not say how many mentees a group has"
            ),
            _ => [asked, .. others],
        };

    /// <summary>All variants of the request, the first from its own fields.</summary>
    /// <exception cref="InvalidFieldException">A field of the request has to change.</exception>
    public static IReadOnlyList<(Policy Policy, VariantTerms Terms)> VariantsOf(
        Request request,
        DateOnly day,
        GroupSizes? sizesOfProgram = null
    )
    {
        var others = request.Variants ?? [];
        var policy = new Policy { Day = day, Seed = request.Seed ?? 0 };
        var terms = request.Kind is MatchKind.Group ? new(GroupSizes: sizesOfProgram) : VariantTerms.None;
        var first = request.First.ApplyTo(policy, terms, request.Kind);
        return
        [
            first,
            .. others.Select((v, n) => v.ApplyTo(first.Policy, first.Terms, request.Kind, $"variants[{n}].")),
        ];
    }

    /// <summary>A program that began long ago is judged by today's clock changes.</summary>
    internal static DateOnly DayOf(ProgramReplica? program, DateTimeOffset now)
    {
        var (starts, today) = (program?.Starts ?? default, DateOnly.FromDateTime(now.UtcDateTime));
        return starts > today ? starts : today;
    }
}
