using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// Everything that is needed to check elsewhere that a variant is what its method says, optimal or stable: the graph,
/// the assignment and the proof.
/// People are positions from 0, so that the answer names no person. Each permitted pair of mentee i is an edge e in
/// rowStart[i] .. rowStart[i+1]-1, to mentor[e] with score[e]; mentor m has capacity[m] places, without those that
/// locked pairs hold. assignment.edges[i] is the edge of mentee i, or -1. The proof: each edge has its mentee in
/// coveredMentees or its mentor in overDemandedMentors, and covered mentees plus the capacity of over-demanded mentors
/// are as many as are matched; where an edge has just one of the two, menteePrices[i] + mentorPrices[m] reach its
/// score, and all mentee prices plus capacity times mentor prices are the total score. Prices of who is not in the
/// cover are not negative. With bounds on groups, certificate.groups says: groupOf[i] is the group g of mentee i, or
/// -1, and of each at least minMatched[g] are matched. A score s counts as unit·s, plus meanWeights[g]·(s -
/// minMeans[g]) where that weight is above 0; the price of who is not in the cover is at least -unmatchedPrices[g]; and
/// the prices add up once unmatchedPrices[g], times the mentees of g minus minMatched[g], is added for each group.
/// A run of peers has instead: each permitted pair of persons i and other[e], e in rowStart[i] .. rowStart[i+1]-1, with
/// score[e], in the rows of both; partners[i], or -1; and prices and blossoms that cover twice the worth of each pair,
/// which is pairWorth plus its score. Prices are not negative, and 0 for who has no partner; a blossom is an odd set of
/// persons, by blossomOf and the parent of each blossom, and its weight counts for each pair within it. All prices, and
/// each weight times the pairs that fit in its blossom, add up to twice the worth of the pairs.
/// A run of groups has the permitted pairs of mentees and mentors, where capacity[m] is a number of groups, and
/// groups.groupOf[i], the group of mentee i, or -1, with its mentor. No groups hold more than placedBound mentees:
/// every permitted pair is touched by a covered mentee or by a covered mentor. It has no proof that the groups are the
/// best: prices and upperBound say by how much they may be below. To check these takes what mentees are worth to one
/// another, which follows from their goals, departments and sites and is not here; the service checks it.
/// A stable variant needs no prices: stable.edges[i] is the edge of mentee i, or -1, and mentorScores[e] is what the
/// mentee of edge e is worth to mentor[e], as score[e] is what the mentor is worth to the mentee. No edge blocks: its
/// mentee has an edge with at least the score, or all places of its mentor are held by edges of at least the mentor
/// score. Locked pairs are given: they are no edges, and the claim says nothing of them.
/// </summary>
public static class ReadCertificate
{
    /// <param name="Method">How mentees and mentors were matched.</param>
    /// <param name="MentorScores">Of a stable variant, by edge of the graph; null for the others.</param>
    /// <param name="Bounds">The bounds of fairness that the answer had to keep.</param>
    public sealed record Response(
        string? SolverVersion,
        string? InputsHash,
        MatchingMethod Method,
        FairnessBounds Bounds,
        GraphView? Graph,
        Assignment? Assignment,
        int[]? MentorScores,
        StableMatching? Stable,
        PeerGraphView? PeerGraph,
        PeerMatching? Peers,
        GroupGraphView? GroupGraph,
        Grouping? Groups
    );

    /// <param name="Sizes">How many mentees each group has.</param>
    /// <param name="Locked">Of each mentee, whether a coordinator gave the mentor.</param>
    public sealed record GroupGraphView(
        int[] Capacity,
        int[] RowStart,
        int[] Mentor,
        int[] Score,
        GroupSizes Sizes,
        bool[] Locked
    );

    public sealed record GraphView(int[] Capacity, int[] RowStart, int[] Mentor, int[] Score);

    public sealed record PeerGraphView(int[] RowStart, int[] Other, int[] Score);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        int variant,
        ClaimsPrincipal user,
        EventStreams events,
        CancellationToken ct
    )
    {
        var record = await VariantRecord.Read(events, await events.RequireAuditRun(id, user, ct), variant, ct);
        var (graph, peers) = ((await record.Assigned(ct))?.Problem.Graph, (await record.Paired(ct))?.Problem.Graph);
        var (groups, stable) = ((await record.Grouped(ct))?.Problem, (await record.Stable(ct))?.Problem);
        graph ??= stable?.Graph;
        return TypedResults.Ok(
            new Response(
                record.SolverVersion,
                record.InputsHash,
                record.Variant.Terms.Method,
                record.Variant.Policy.Fairness,
                graph is null ? null : new(graph.Capacity, graph.RowStart, graph.Mentor, graph.Score),
                record.Result.Assignment,
                stable?.MentorScores,
                record.Result.Stable,
                peers is null ? null : new(peers.RowStart, peers.Other, peers.Score),
                record.Result.Peers,
                groups is { Candidates: { } pairs }
                    ? new(pairs.Capacity, pairs.RowStart, pairs.Mentor, pairs.Score, groups.Sizes, groups.Locked)
                    : null,
                record.Result.Groups
            )
        );
    }
}
