using System.Security.Claims;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Runs;

/// <summary>
/// What the slices about a run share: who may touch or see it, which variant is meant, and the reason that people give.
/// </summary>
internal static class Care
{
    private const int Longest = 1_000;

    /// <summary>
    /// A run moves people of all sites of its program, so only who cares for all of them may change it.
    /// </summary>
    /// <exception cref="DomainException">There is no such run, or one of the sites is not in the person's
    /// care.</exception>
    public static async Task<Run> NeedCareOfRun(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var (run, program) = await NeedRun(events, id, ct);
        program?.NeedCareOf(user);
        return run;
    }

    /// <summary>
    /// Who has one of the program's sites in their care may see its runs, of the results what concerns their sites.
    /// </summary>
    /// <exception cref="DomainException">There is no such run, or none of the sites is in the person's
    /// care.</exception>
    public static async Task<Run> NeedSightOfRun(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var (run, program) = await NeedRun(events, id, ct);
        program!.NeedSightBy(user);
        return run;
    }

    private static async Task<(Run Run, MentoringProgram? Program)> NeedRun(
        EventStreams events,
        Guid id,
        CancellationToken ct
    )
    {
        var run =
            await events.Read<Run, RunEvent>(id, Run.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such run.");
        return (run, await events.Load<MentoringProgram>(run.Program.Value, ct));
    }

    /// <exception cref="DomainException">The run has no such variant.</exception>
    public static Variant Need(this Run run, int variant) =>
        run.Find(variant) ?? throw new DomainException(DomainError.NotFound, $"The run has no variant {variant}.");

    /// <summary>
    /// The variant that a request means; where it names none, the one that was reviewed, or the only one.
    /// </summary>
    /// <exception cref="DomainException">The run has no such variant, or several and none was named.</exception>
    public static Variant NeedOne(this Run run, int? variant) =>
        variant switch
        {
            { } number => run.Need(number),
            null when run.Step is not null || run.Variants.Count == 1 => run.Variant,
            _ => throw new DomainException(
                DomainError.Conflict,
                $"The run has {run.Variants.Count} variants: say which one is meant."
            )
            {
                Code = "variant-needed",
            },
        };

    /// <summary>One variant, or all of them.</summary>
    /// <exception cref="DomainException">The run has no such variant.</exception>
    public static IReadOnlyList<Variant> Meant(this Run run, int? variant) =>
        variant is { } number ? [run.Need(number)] : [.. run.Variants.Values];

    /// <exception cref="DomainException">There is no reason, or a very long one.</exception>
    public static PersonalText ReasonOf(PersonId author, string? reason)
    {
        new Check()
            .That(reason?.Trim() is { Length: > 0 and <= Longest }, "reason", $"must have 1 to {Longest} characters")
            .Throw();
        return new(author.Value, reason);
    }
}
