using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Privacy;

public enum ErasureState
{
    /// <summary>Some services have not answered yet.</summary>
    Running,
    Complete,
}

/// <summary>Shows how far an erasure is and what was destroyed; once it is complete, with a signed receipt.</summary>
public static class ShowErasure
{
    /// <param name="Duplicates">The ids of those who were merged into the person, and were erased too.</param>
    /// <param name="Destroyed">What each service has destroyed, of all of them.</param>
    /// <param name="WaitingFor">The services that have not answered yet.</param>
    /// <param name="Receipt">All of this as a compact JWS; null while the erasure is running.</param>
    public sealed record Response(
        Guid Person,
        IReadOnlyList<Guid> Duplicates,
        ErasureState State,
        ErasureReason Reason,
        DateTimeOffset StartedAt,
        IReadOnlyList<Part> Destroyed,
        IReadOnlyList<string> WaitingFor,
        string? Receipt
    );

    /// <param name="At">When the service destroyed it.</param>
    public sealed record Part(string Service, DateTimeOffset At, IReadOnlyList<DestroyedData> Data);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        EventStreams events,
        ReceiptSigner signer,
        IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json,
        CancellationToken ct
    )
    {
        var erasure =
            await events.Read<Erasure, ErasureEvent>(Erasure.IdOf(new(id)), Erasure.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No erasure of this person was requested.");
        var all = new List<Erasure> { erasure };
        foreach (var duplicate in erasure.Duplicates)
            if (await events.Read<Erasure, ErasureEvent>(Erasure.IdOf(duplicate), Erasure.Evolve, ct) is { } other)
                all.Add(other);
        var response = ResponseOf(erasure, all);
        return TypedResults.Ok(
            response.State == ErasureState.Complete
                ? response with
                {
                    Receipt = signer.Sign(JsonSerializer.Serialize(response, json.Value.SerializerOptions)),
                }
                : response
        );
    }

    /// <param name="erasure">That of the person.</param>
    /// <param name="all">With those of the duplicates.</param>
    private static Response ResponseOf(Erasure erasure, IReadOnlyList<Erasure> all)
    {
        string[] missing = [.. all.SelectMany(e => e.Missing).Distinct()];
        return new(
            erasure.Person.Value,
            [.. erasure.Duplicates.Select(d => d.Value)],
            missing is [] ? ErasureState.Complete : ErasureState.Running,
            erasure.Reason,
            erasure.StartedAt,
            [.. all.SelectMany(e => e.Parts).GroupBy(p => p.Service).OrderBy(s => s.Key).Select(PartOf)],
            missing,
            null
        );
    }

    private static Part PartOf(IGrouping<string, PersonalDataDestroyed> service) =>
        new(
            service.Key,
            service.Max(p => p.At),
            [
                .. service
                    .SelectMany(p => p.Destroyed)
                    .GroupBy(d => d.Kind)
                    .Select(kind => new DestroyedData(kind.Key, kind.Sum(d => d.Count))),
            ]
        );
}

/// <summary>Shows the key with which receipts are verified.</summary>
public static class ShowReceiptKeys
{
    /// <summary>A JSON Web Key Set.</summary>
    public sealed record Response(IReadOnlyList<ReceiptKey> Keys);

    public static Ok<Response> Handle(ReceiptSigner signer) => TypedResults.Ok(new Response([signer.PublicKey()]));
}
