using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>Lists what people are, or were, asked to consent to.</summary>
public static class ListConsentKinds
{
    /// <param name="Version">The last version.</param>
    /// <param name="Asked">Whether people are asked for it.</param>
    public sealed record Item(Guid Id, string Kind, int Version, bool Asked);

    public static async Task<Ok<PageResponse<Item>>> Handle(ReadModels models, Paging paging, CancellationToken ct) =>
        paging.ToResponse(
            await models.Page<Item>(
                $"select id, code as kind, version, asked from consent_kinds",
                paging,
                item => item.Id,
                ct
            )
        );
}

/// <summary>Shows all versions of a kind, with how many people have consented to each.</summary>
public static class ShowConsentKind
{
    /// <param name="Asked">Whether people are asked for the last version.</param>
    /// <param name="Versions">The last one first.</param>
    public sealed record Response(string Kind, bool Asked, IReadOnlyList<Version> Versions);

    /// <param name="Given">How many people have consented to it and have not withdrawn. A person who has consented to
    /// two versions counts for both.</param>
    /// <param name="Withdrawn">How many people have withdrawn.</param>
    public sealed record Version(
        int Number,
        DateTimeOffset PublishedAt,
        IReadOnlyList<ConsentText> Texts,
        long Given,
        long Withdrawn
    );

    private sealed record Row(int Version, DateTimeOffset PublishedAt, string Texts, long Given, long Withdrawn)
    {
        public Version ToVersion() =>
            new(
                Version,
                PublishedAt,
                JsonSerializer.Deserialize<IReadOnlyList<ConsentText>>(Texts, JsonSerializerOptions.Web)!,
                Given,
                Withdrawn
            );
    }

    public static async Task<Ok<Response>> Handle(
        string kind,
        EventStreams events,
        ReadModels models,
        CancellationToken ct
    )
    {
        var id = ConsentKind.IdOf(kind);
        var found =
            await events.Read<ConsentKind, ConsentKindEvent>(id, ConsentKind.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such kind of consent.");
        var versions = await models.Query<Row>(
            $"""
            select t.version, t.published_at, t.texts,
                count(c.person) filter (where c.withdrawn_at is null) as given,
                count(c.withdrawn_at) as withdrawn
            from consent_texts t left join consents c on c.kind = t.kind and c.version = t.version
                and not c.merged
            where t.kind = {id}
            group by t.kind, t.version order by t.version desc
            """,
            ct
        );
        return TypedResults.Ok(new Response(found.Code, found.Asked, [.. versions.Select(v => v.ToVersion())]));
    }
}
