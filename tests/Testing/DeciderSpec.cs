using System.Text.Encodings.Web;
using System.Text.Json;
using PeerNetwork.EventSourcing;
using Shouldly;

namespace PeerNetwork.Testing;

/// <summary>A given/when/then test of a decision. The result is events or a <see cref="DomainException"/>.</summary>
/// <example><c>DeciderSpec.Of&lt;Match, MatchEvent&gt;(Match.Evolve).Given(Proposed).When(m => AcceptMatch.Decide(m,
/// Mentee, Now)).Then(Accepted)</c></example>
public static class DeciderSpec
{
    public static DeciderSpec<TState, TEvent> Of<TState, TEvent>(Func<TState?, TEvent, TState> evolve)
        where TState : class
        where TEvent : notnull => new(evolve, []);
}

/// <remarks>Each step returns a new instance, so that tests can share the first steps.</remarks>
public sealed class DeciderSpec<TState, TEvent>(Func<TState?, TEvent, TState> evolve, IReadOnlyList<TEvent> past)
    where TState : class
    where TEvent : notnull
{
    public DeciderSpec<TState, TEvent> Given(params TEvent[] events) => new(evolve, [.. past, .. events]);

    public DeciderResult<TEvent> When(Func<TState?, TEvent[]> decide)
    {
        var state = past.Aggregate((TState?)null, evolve);
        try
        {
            var decided = decide(state);
            // The new events must be valid after the given ones.
            _ = decided.Aggregate(state, evolve);
            return new(decided, null);
        }
        catch (DomainException e)
        {
            return new([], e);
        }
    }
}

public sealed class DeciderResult<TEvent>(IReadOnlyList<TEvent> decided, DomainException? thrown)
    where TEvent : notnull
{
    private static readonly JsonSerializerOptions Json = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }.WithSharedConverters();

    public void Then(params TEvent[] expected)
    {
        thrown.ShouldBeNull(thrown?.Message);
        decided.Select(Describe).ShouldBe(expected.Select(Describe));
    }

    public void ThenNothing() => Then();

    /// <param name="error">The kind of error.</param>
    /// <param name="messagePart">A part of the message.</param>
    public void ThenThrows(DomainError error, string? messagePart = null)
    {
        thrown.ShouldNotBeNull($"Nothing was thrown: {string.Join(", ", decided.Select(Describe))}");
        thrown.Error.ShouldBe(error);
        if (messagePart is not null)
            thrown.Message.ShouldContain(messagePart);
    }

    /// <summary>Events are compared as JSON, since records compare lists by reference.</summary>
    private static string Describe(TEvent e) => $"{e.GetType().Name} {JsonSerializer.Serialize(e, e.GetType(), Json)}";
}
