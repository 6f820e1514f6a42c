using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>Who caused an event, why, and in the course of what.</summary>
/// <param name="Actor">The person or client that acted; null for the system itself.</param>
/// <param name="OnBehalfOf">The person for whom the actor acted, where that is another.</param>
/// <param name="Reason">What the actor gave as the reason.</param>
/// <param name="CorrelationId">The same for all that follows from one request.</param>
/// <param name="CausationId">The message or event that this one answers.</param>
/// <param name="TraceParent">The W3C trace context of the request.</param>
public sealed record EventMetadata(
    string? Actor = null,
    string? OnBehalfOf = null,
    string? Reason = null,
    string? CorrelationId = null,
    string? CausationId = null,
    string? TraceParent = null
)
{
    private const string OnBehalfOfHeader = "onBehalfOf",
        ReasonHeader = "reason",
        TraceParentHeader = "traceParent";

    /// <summary>The metadata that is stored with an event.</summary>
    public static EventMetadata Of(IEvent e) =>
        new(
            e.UserName,
            e.GetHeader(OnBehalfOfHeader)?.ToString(),
            e.GetHeader(ReasonHeader)?.ToString(),
            e.CorrelationId,
            e.CausationId,
            e.GetHeader(TraceParentHeader)?.ToString()
        );

    /// <summary>What the system does because of an event: it has no actor, and the event is its cause.</summary>
    public static EventMetadata CausedBy(IEvent e) =>
        new(CorrelationId: e.CorrelationId, CausationId: $"{e.Id}", TraceParent: Of(e).TraceParent);

    internal void ApplyTo(IDocumentSession session)
    {
        session.LastModifiedBy = Actor;
        session.CorrelationId = CorrelationId;
        session.CausationId = CausationId;
        SetHeader(session, OnBehalfOfHeader, OnBehalfOf);
        SetHeader(session, ReasonHeader, Reason);
        SetHeader(session, TraceParentHeader, TraceParent);
    }

    private static void SetHeader(IDocumentSession session, string name, string? value)
    {
        if (value is not null)
            session.SetHeader(name, value);
    }
}

/// <summary>
/// The circumstances of one request or message: set at the edge, stored with every event that follows.
/// </summary>
/// <remarks>One instance for each dependency injection scope; not for use by several threads.</remarks>
public sealed class AuditContext
{
    public EventMetadata Metadata { get; set; } = new();

    /// <summary>The version that the client decided on (<c>If-Match</c>), for the one stream that it names.</summary>
    public (Guid Stream, long Version)? Precondition { get; set; }
}
