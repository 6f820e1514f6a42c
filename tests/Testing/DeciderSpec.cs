using System.Text.Encodings.Web;
using System.Text.Json;
using PeerNetwork.EventSourcing;
using Shouldly;

namespace PeerNetwork.Testing;

/// <summary>
/// A decision told as a story: given these events, when this is decided, then these events follow, or a refusal.
/// </summary>
/// <example><c>Story.Of&lt;Match, MatchEvent&gt;(Match.Evolve).Given(Proposed).When(m => AcceptMatch.Decide(m, Mentee,
/// Now)).Then(Accepted)</c></example>
public static class DeciderSpec
{
    public static DeciderSpec<TState, TEvent> Of<TState, TEvent>(Func<TState?, TEvent, TState> evolve)
        where TState : class
        where TEvent : notnull => new(evolve, []);
}

/// <remarks>Each step gives a new story, so that one beginning serves many tests.</remarks>
public sealed class DeciderSpec<TState, TEvent>(Func<TState?, TEvent, TState> evolve, IReadOnlyList<TEvent> past)
    where TState : class
    where TEvent : notnull
{
    public DeciderSpec<TState, TEvent> Given(params TEvent[] events) => new(evolve, [.. past, .. events]);

    public Outcome<TEvent> When(Func<TState?, TEvent[]> decide)
    {
        var state = past.Aggregate((TState?)null, evolve);
        try
        {
            var decided = decide(state);
            // What was decided must be able to follow.
            _ = decided.Aggregate(state, evolve);
            return new(decided, null);
        }
        catch (DomainException refused)
        {
            return new([], refused);
        }
    }
}

public sealed class Outcome<TEvent>(IReadOnlyList<TEvent> decided, DomainException? refused)
    where TEvent : notnull
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }.WithSharedConverters();

    public void Then(params TEvent[] expected)
    {
        refused.ShouldBeNull(refused?.Message);
        decided.Select(Told).ShouldBe(expected.Select(Told));
    }

    public void ThenNothing() => Then();

    /// <param name="error">The kind of error.</param>
    /// <param name="saying">A part of the sentence that the client reads.</param>
    public void ThenRefused(DomainError error, string? saying = null)
    {
        refused.ShouldNotBeNull($"Nobody refused: {string.Join(", ", decided.Select(Told))}");
        refused.Error.ShouldBe(error);
        if (saying is not null)
            refused.Message.ShouldContain(saying);
    }

    /// <summary>Events are compared as they are told, since a list in a record is equal to itself alone.</summary>
    private static string Told(TEvent e) => $"{e.GetType().Name} {JsonSerializer.Serialize(e, e.GetType(), Json)}";
}
