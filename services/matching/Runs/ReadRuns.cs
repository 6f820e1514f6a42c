using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>Coordinators read the runs of programs at their sites, and of their results what concerns mentees of these sites.</summary>
public static class ReadRuns
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public sealed record RunLine(Guid Id, Guid Program, string State, DateTimeOffset RequestedAt);

    /// <param name="Weights">The weights in force, in thousandths that add up to 1000; empty until the run has started.</param>
    /// <param name="Matched">Mentees to whom the solver gave a mentor.</param>
    /// <param name="Open">Proposals that are neither removed nor published nor skipped.</param>
    /// <param name="TotalScore">Sum over the solver's pairs, in millionths.</param>
    public sealed record RunView(
        Guid Id, Guid Program, RunState State, Policy Policy, IReadOnlyList<Pair> Exclusions, string? InputsHash, string? SolverVersion,
        IReadOnlyDictionary<string, int> Weights, int Mentees, int Mentors, int Places, int Matched, int Unmatched, long TotalScore,
        int Open, int Published, int Skipped, string? Failure);

    /// <param name="State"><c>open</c>, <c>removed</c>, <c>published</c>, or why it was skipped when the run was published.</param>
    public sealed record ProposalView(
        Guid Match, Guid Mentee, Guid Mentor, string SiteCode, int Score, bool Locked, string State,
        IReadOnlyList<Contribution> Contributions, IReadOnlyList<RuleCheck> Rules);

    public sealed record UnmatchedView(Guid Mentee, string SiteCode, string Reason, string Sentence);

    private sealed record UnmatchedRow(Guid Id, string Site, string Reason, string Sentence);

    private sealed record ProposalRow(
        Guid Id, Guid Mentee, Guid Mentor, string Site, int Score, bool Locked, string State, string Contributions, string Rules);

    public static async Task<Ok<PageAnswer<RunLine>>> List(
        Guid? program, Paging paging, ClaimsPrincipal user, ReadModels tables, CancellationToken ct)
    {
        var sites = user.Sites().ToArray();
        return paging.Answer(await tables.Page<RunLine>($"""
            select r.id, r.program, r.state, r.requested_at from runs r join programs p on p.id = r.program
            where ('*' = any({sites}) or p.sites && {sites}) and ({program}::uuid is null or r.program = {program}::uuid)
            """, paging, run => run.Id, ct));
    }

    public static async Task<Ok<RunView>> One(Guid id, ClaimsPrincipal user, EventStreams events, CancellationToken ct)
    {
        var run = await events.NeedSightOfRun(id, user, ct);
        var (started, drafted) = (run.Started, run.Drafted);
        return TypedResults.Ok(new RunView(
            id, run.Program.Value, run.State, run.Policy, run.Exclusions, started?.InputsHash, started?.SolverVersion,
            started?.Weights ?? new Dictionary<string, int>(), started?.Mentees ?? 0, started?.Mentors ?? 0, started?.Places ?? 0,
            run.Matched, drafted?.Unmatched ?? 0, drafted?.TotalScore ?? 0, run.Open.Count, run.Published, run.Skipped, run.Failure));
    }

    public static async Task<Ok<PageAnswer<ProposalView>>> Proposals(
        Guid id, Paging paging, ClaimsPrincipal user, EventStreams events, ReadModels tables, CancellationToken ct)
    {
        await events.NeedSightOfRun(id, user, ct);
        var sites = user.Sites().ToArray();
        var page = await tables.Page<ProposalRow>($"""
            select id, mentee, mentor, site, score, locked, state, contributions::text, rules::text from run_proposals
            where run = {id} and ('*' = any({sites}) or site = any({sites}))
            """, paging, row => row.Id, ct);
        return paging.Answer(new Page<ProposalView>([.. page.Items.Select(View)], page.Next));
    }

    public static async Task<Ok<PageAnswer<UnmatchedView>>> Unmatched(
        Guid id, Paging paging, ClaimsPrincipal user, EventStreams events, ReadModels tables, CancellationToken ct)
    {
        await events.NeedSightOfRun(id, user, ct);
        var sites = user.Sites().ToArray();
        var page = await tables.Page<UnmatchedRow>($"""
            select id, site, reason, sentence from run_unmatched where run = {id} and ('*' = any({sites}) or site = any({sites}))
            """, paging, row => row.Id, ct);
        return paging.Answer(new Page<UnmatchedView>([.. page.Items.Select(row => new UnmatchedView(row.Id, row.Site, row.Reason, row.Sentence))], page.Next));
    }

    private static ProposalView View(ProposalRow row) => new(
        row.Id, row.Mentee, row.Mentor, row.Site, row.Score, row.Locked, row.State,
        JsonSerializer.Deserialize<Contribution[]>(row.Contributions, Json)!, JsonSerializer.Deserialize<RuleCheck[]>(row.Rules, Json)!);

    private static async Task<Run> NeedSightOfRun(this EventStreams events, Guid id, ClaimsPrincipal user, CancellationToken ct)
    {
        var run = await events.Read<Run, RunEvent>(id, Run.Evolve, ct) ?? throw new RefusedException(Refusal.Missing, "No such run.");
        var program = await events.Read<MentoringProgram, ProgramEvent>(run.Program.Value, MentoringProgram.Evolve, ct);
        program!.NeedSightBy(user);
        return run;
    }
}
