using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>One kind: what a person is asked, and what they have consented to.</summary>
/// <param name="Id">The id of the kind.</param>
/// <param name="Asked">The version that is in force; null where nothing of the kind is asked any more.</param>
/// <param name="Consents">The last one first; the consent to a former version stays here as what it was.</param>
public sealed record ConsentView(
    Guid Id,
    Guid Person,
    string Kind,
    ConsentView.AskedVersion? Asked,
    IReadOnlyList<ConsentView.GivenConsent> Consents
)
{
    public sealed record AskedVersion(int Version, DateTimeOffset PublishedAt, IReadOnlyList<ConsentText> Texts);

    /// <param name="Text">The text as the person read it.</param>
    /// <param name="WithdrawnAt">Null while the consent holds.</param>
    public sealed record GivenConsent(
        int Version,
        ConsentText Text,
        DateTimeOffset GivenAt,
        DateTimeOffset? WithdrawnAt
    );
}

/// <summary>Lists what the person who asks has consented to, and what is asked now.</summary>
public static class ListMyConsents
{
    public static Task<Ok<PageResponse<ConsentView>>> Handle(
        ClaimsPrincipal user,
        PersonConsentList consents,
        Paging paging,
        CancellationToken ct
    ) => consents.Of(user.Id(), paging, ct);
}

/// <summary>Shows the people administration what a person has consented to.</summary>
public static class ListConsentsOfPerson
{
    public static async Task<Ok<PageResponse<ConsentView>>> Handle(
        Guid id,
        EventStreams events,
        PersonConsentList consents,
        Paging paging,
        CancellationToken ct
    ) =>
        await events.Read<Person, PersonEvent>(id, Person.Evolve, ct) is null
            ? throw new DomainException(DomainError.NotFound, "No such person.")
            : await consents.Of(id, paging, ct);
}

/// <summary>The consents of a person by kind.</summary>
public sealed class PersonConsentList(ReadModels models)
{
    private sealed record KindRow(Guid Id, string Code, int? Version, DateTimeOffset? PublishedAt, string? Texts)
    {
        public ConsentView ToView(Guid person, IEnumerable<ConsentRow> consents) =>
            new(
                Id,
                person,
                Code,
                Version is { } version ? new(version, PublishedAt!.Value, Parse(Texts!)) : null,
                [.. consents.Select(c => c.ToGivenConsent())]
            );
    }

    private sealed record ConsentRow(
        Guid Kind,
        int Version,
        PersonalText Language,
        string Texts,
        DateTimeOffset GivenAt,
        DateTimeOffset? WithdrawnAt
    )
    {
        public ConsentView.GivenConsent ToGivenConsent() =>
            new(Version, Parse(Texts).Single(t => t.Language == Language.Text), GivenAt, WithdrawnAt);
    }

    public async Task<Ok<PageResponse<ConsentView>>> Of(Guid person, Paging paging, CancellationToken ct)
    {
        var kinds = await models.Page<KindRow>(
            $"""
            select k.id, k.code, t.version, t.published_at, t.texts
            from consent_kinds k left join consent_texts t on t.kind = k.id and t.version = k.version and k.asked
            where k.asked or exists (select from consents c where c.kind = k.id and c.person = {person})
            """,
            paging,
            kind => kind.Id,
            ct
        );
        Guid[] ids = [.. kinds.Items.Select(k => k.Id)];
        var consents = await models.Query<ConsentRow>(
            $"""
            select c.kind, c.version, c.language, t.texts, c.given_at, c.withdrawn_at
            from consents c join consent_texts t on t.kind = c.kind and t.version = c.version
            where c.person = {person} and c.kind = any({ids}) order by c.version desc
            """,
            ct
        );
        var byKind = consents.ToLookup(c => c.Kind);
        return paging.ToResponse(kinds.Select(k => k.ToView(person, byKind[k.Id])));
    }

    private static IReadOnlyList<ConsentText> Parse(string texts) =>
        JsonSerializer.Deserialize<IReadOnlyList<ConsentText>>(texts, JsonSerializerOptions.Web)!;
}
