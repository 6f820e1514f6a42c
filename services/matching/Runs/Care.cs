using System.Security.Claims;
using PeerNetwork.EventStore;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>What the slices of a coordinator share: who may touch a run, and the reason that they give.</summary>
internal static class Care
{
    private const int Longest = 1_000;

    /// <summary>A run moves people of all sites of its program, so only who cares for all of them may change it.</summary>
    /// <exception cref="RefusedException">There is no such run, or one of the sites is not in the person's care.</exception>
    public static async Task<Run> NeedCareOfRun(this EventStreams events, Guid id, ClaimsPrincipal user, CancellationToken ct)
    {
        var run = await events.Read<Run, RunEvent>(id, Run.Evolve, ct) ?? throw new RefusedException(Refusal.Missing, "No such run.");
        var program = await events.Read<MentoringProgram, ProgramEvent>(run.Program.Value, MentoringProgram.Evolve, ct);
        program?.NeedCareOf(user);
        return run;
    }

    /// <exception cref="RefusedException">There is no reason, or a very long one.</exception>
    public static Sealed ReasonOf(PersonId author, string? reason)
    {
        new Check().That(reason?.Trim() is { Length: > 0 and <= Longest }, "reason", $"must have 1 to {Longest} characters").Throw();
        return new(author.Value, reason);
    }
}
