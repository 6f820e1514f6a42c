using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>A coordinator of all sites of a program asks for a matching run; it is computed in the background.</summary>
public static class RequestRun
{
    private const int MostPairs = 10_000;
    private const int MostYears = 80;
    private const int MostLevels = 1_000;

    /// <param name="Weights">Relative weights, 0 to 1000, by factor; what is not named keeps its default.</param>
    /// <param name="Exclusions">Two people who must not meet, whoever of them is the mentor.</param>
    /// <param name="Locked">Pairs that are given; they must keep every rule.</param>
    /// <param name="Seed">Chooses among results that are equally good; 0 unless told.</param>
    public sealed record Request(
        Guid Program, IReadOnlyDictionary<string, int>? Weights = null, HardRules? Rules = null, YearsRange? ExperienceTarget = null,
        IReadOnlyList<Pair>? Exclusions = null, IReadOnlyList<Pair>? Locked = null, IReadOnlyList<Pair>? Forbidden = null,
        int? CandidatesPerMentee = null, long? Seed = null);

    public static async Task<Created<CreatedId>> Handle(
        Request request, ClaimsPrincipal user, EventStreams events, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var program = await events.Read<MentoringProgram, ProgramEvent>(request.Program, MentoringProgram.Evolve, ct);
        program?.NeedCareOf(user);
        var (id, by) = (new RunId(Guid.CreateVersion7(now)), user.Person());
        var policy = PolicyOf(request, Later(program?.Starts ?? default, DateOnly.FromDateTime(now.UtcDateTime)));
        await events.Update<Run, RunEvent>(
            id.Value, Run.Evolve, _ => Decide(program, new(id, new(request.Program), policy, request.Exclusions ?? [], by, now)), ct);
        return TypedResults.Created($"/runs/{id.Value}", new CreatedId(id.Value));
    }

    public static RunEvent[] Decide(MentoringProgram? program, RunRequested asked) => program switch
    {
        null or { Version: 0 } => throw new RefusedException(Refusal.Missing, "No such program, or it is not published yet."),
        { Ended: true } => throw new RefusedException(Refusal.Conflict, "The program has ended.") { Code = "program-ended" },
        _ => [asked],
    };

    /// <summary>The policy of the request, refused here where no cohort could make it right.</summary>
    /// <exception cref="RefusedException">A field of the policy has to change.</exception>
    public static Policy PolicyOf(Request request, DateOnly day)
    {
        new Check()
            .That(request.Exclusions is null or { Count: <= MostPairs }, "exclusions", $"must have at most {MostPairs} pairs")
            .That(request.Locked is null or { Count: <= MostPairs }, "locked", $"must have at most {MostPairs} pairs")
            .That(request.Forbidden is null or { Count: <= MostPairs }, "forbidden", $"must have at most {MostPairs} pairs")
            .That(ArePairs(request.Exclusions), "exclusions", "must each name two different people")
            .That(ArePairs(request.Locked), "locked", "must each name two different people")
            .That(ArePairs(request.Forbidden), "forbidden", "must each name two different people")
            .That(request.CandidatesPerMentee is null or (>= 1 and <= MostPairs), "candidatesPerMentee", $"must be 1 to {MostPairs}, or left out for no limit")
            .That(IsDifference(request.Rules?.MinLevelDifference), "rules.minLevelDifference", $"must be -{MostLevels} to {MostLevels}")
            .That(IsDifference(request.Rules?.MaxLevelDifference), "rules.maxLevelDifference", $"must be -{MostLevels} to {MostLevels}")
            .That(request.ExperienceTarget is null or { From: >= -MostYears, To: <= MostYears }, "experienceTarget", $"must stay within {MostYears} years")
            .Throw();
        var policy = new Policy
        {
            Weights = request.Weights ?? new Dictionary<string, int>(),
            Rules = request.Rules ?? new(),
            ExperienceTarget = request.ExperienceTarget ?? new(3, 15),
            Locked = request.Locked ?? [],
            Forbidden = request.Forbidden ?? [],
            CandidatesPerMentee = request.CandidatesPerMentee,
            Day = day,
            Seed = request.Seed ?? 0,
        };
        try
        {
            MatchingProblem.From(new([], []), policy with { Locked = [] });
            return policy;
        }
        catch (InvalidProblemException e)
        {
            throw new InvalidFieldsException(new Dictionary<string, string[]> { [e.Field] = [e.Message] });
        }
    }

    private static bool ArePairs(IReadOnlyList<Pair>? pairs) =>
        pairs?.All(p => p.Mentee != p.Mentor && p.Mentee != Guid.Empty && p.Mentor != Guid.Empty) is not false;

    private static bool IsDifference(int? levels) => levels is null or (>= -MostLevels and <= MostLevels);

    /// <summary>A program that began long ago is judged by today's clock changes.</summary>
    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;
}
