using System.Text.Json;
using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing;

/// <summary>The metadata of an event: actor, reason, correlation and cause.</summary>
/// <param name="Actor">The person or client that acted; null if the system acted by itself.</param>
/// <param name="OnBehalfOf">The person that the actor represented; null if the actor acted for itself.</param>
/// <param name="Reason">The reason that the actor gave, encrypted under the actor's key. Of a stored event it is still
/// encrypted; the audit trail shows it.</param>
/// <param name="CorrelationId">The same id for all events that follow from one request.</param>
/// <param name="CausationId">The message or event that caused this one.</param>
/// <param name="TraceParent">The W3C trace context of the request.</param>
public sealed record EventMetadata(
    string? Actor = null,
    string? OnBehalfOf = null,
    PersonalText? Reason = null,
    string? CorrelationId = null,
    string? CausationId = null,
    string? TraceParent = null
)
{
    /// <summary>The header of a stored event that holds its encrypted reason.</summary>
    public const string ReasonHeader = "reason";

    private const string OnBehalfOfHeader = "onBehalfOf",
        TraceParentHeader = "traceParent";

    /// <summary>The metadata that is stored with an event.</summary>
    public static EventMetadata Of(IEvent e) =>
        new(
            e.UserName,
            e.GetHeader(OnBehalfOfHeader)?.ToString(),
            ReasonOf(e),
            e.CorrelationId,
            e.CausationId,
            e.GetHeader(TraceParentHeader)?.ToString()
        );

    /// <summary>
    /// The metadata of what the system does because of an event. It has no actor, and the event is its cause.
    /// </summary>
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

    private static PersonalText? ReasonOf(IEvent e) =>
        e.GetHeader(ReasonHeader) switch
        {
            JsonElement stored => StoredPersonalData.Read<PersonalText>(
                stored.Deserialize<StoredPersonalData>(JsonSerializerOptions.Web)
            ),
            // The event is not stored yet.
            PersonalText reason => reason,
            _ => null,
        };

    private static void SetHeader(IDocumentSession session, string name, object? value)
    {
        if (value is not null)
            session.SetHeader(name, value);
    }
}

/// <summary>
/// The metadata of one request or message. Middleware sets it, and the store writes it with every event.
/// </summary>
/// <remarks>One instance for each dependency injection scope; not for use by several threads.</remarks>
public sealed class AuditContext
{
    public EventMetadata Metadata { get; set; } = new();

    /// <summary>The stream and the version that the client expects (<c>If-Match</c>).</summary>
    public (Guid Stream, long Version)? Precondition { get; set; }
}
