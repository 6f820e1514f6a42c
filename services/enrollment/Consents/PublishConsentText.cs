using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>
/// The people administration writes what people are asked to consent to. Each change is a new version, which needs a
/// new consent.
/// </summary>
public static class PublishConsentText
{
    /// <param name="Texts">The same text in one language or more.</param>
    public sealed record Request(IReadOnlyList<ConsentText> Texts);

    public sealed class Validator : AbstractValidator<Request>
    {
        private const int MaxLanguages = 50;

        public Validator()
        {
            RuleFor(r => r.Texts)
                .Must(texts => texts.Count is >= 1 and <= MaxLanguages && texts.All(t => t is not null))
                .WithMessage($"must be 1 to {MaxLanguages} texts")
                .Must(texts => texts.DistinctBy(t => t?.Language).Count() == texts.Count)
                .WithMessage("must not repeat a language");
            RuleForEach(r => r.Texts).SetValidator(new TextValidator());
        }
    }

    public sealed class TextValidator : AbstractValidator<ConsentText>
    {
        private const int MaxTextLength = 20_000;

        public TextValidator()
        {
            RuleFor(t => t.Language)
                .Must(FieldRules.IsLanguage)
                .WithMessage("must be an ISO 639-1 code such as \"en\"");
            RuleFor(t => t.Title).Line();
            RuleFor(t => t.Text).Text(MaxTextLength);
        }
    }

    public static async Task<NoContent> Handle(
        string kind,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<ConsentKind, ConsentKindEvent>(
            ConsentKind.IdOf(kind),
            ConsentKind.Evolve,
            state => Decide(state, kind, request.Texts, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ConsentKindEvent[] Decide(
        ConsentKind? kind,
        string code,
        IReadOnlyList<ConsentText> texts,
        Guid by,
        DateTimeOffset now
    )
    {
        if (!ConsentKind.IsCode(code))
            throw new DomainException(DomainError.Invalid, ConsentKind.CodeMessage);
        ConsentText[] sorted = [.. texts.OrderBy(t => t.Language, StringComparer.Ordinal)];
        return kind is { Asked: true } && kind.Texts.SequenceEqual(sorted)
            ? []
            : [new ConsentTextPublished(code, (kind?.Version ?? 0) + 1, sorted, by, now)];
    }
}

/// <summary>The people administration asks for consents of a kind no longer. A new version asks again.</summary>
public static class EndConsentKind
{
    public static async Task<NoContent> Handle(
        string kind,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<ConsentKind, ConsentKindEvent>(
            ConsentKind.IdOf(kind),
            ConsentKind.Evolve,
            state => Decide(state, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static ConsentKindEvent[] Decide(ConsentKind? kind, Guid by, DateTimeOffset now) =>
        kind switch
        {
            null => throw new DomainException(DomainError.NotFound, "No such kind of consent."),
            { Asked: false } => [],
            _ => [new ConsentKindEnded(kind.Code, by, now)],
        };
}
