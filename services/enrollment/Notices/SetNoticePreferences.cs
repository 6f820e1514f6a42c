using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices;

/// <summary>When a kind of notice comes by mail.</summary>
public sealed record MailOfKind(NoticeKind Kind, MailChoice Mail);

/// <summary>A person chooses which notices come by mail, when, and in which language.</summary>
public static class SetNoticePreferences
{
    /// <param name="Mails">A kind of notice that is not named is sent at once.</param>
    /// <param name="DailyAt">When the daily mail comes, in the zone of the person's site; 08:00 where it is left
    /// out.</param>
    /// <param name="Quiet">The hours without mail; null for none.</param>
    /// <param name="Language"><c>de</c>, <c>en</c>, <c>es</c>, <c>fr</c> or <c>ja</c>; null for the first of these that
    /// the person speaks.</param>
    public sealed record Request(
        IReadOnlyList<MailOfKind>? Mails = null,
        TimeOnly? DailyAt = null,
        QuietHours? Quiet = null,
        string? Language = null
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Mails)
                .Must(mails => mails is null || mails.All(mail => mail is not null))
                .WithMessage("must not hold null")
                .Must(mails => mails is null || mails.DistinctBy(mail => mail?.Kind).Count() == mails.Count)
                .WithMessage("must not name a kind twice");
            RuleFor(r => r.Quiet)
                .Must(quiet => quiet is null || quiet.From != quiet.Until)
                .WithMessage("must begin and end at different times");
            RuleFor(r => r.Language)
                .Must(language => language is null || NoticeTexts.Languages.Contains(language))
                .WithMessage($"must be one of {string.Join(", ", NoticeTexts.Languages)}");
        }
    }

    public static async Task<NoContent> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (id, now) = (new PersonId(user.Id()), clock.GetUtcNow());
        var chosen = new NoticePreferences(
            (request.Mails ?? []).ToDictionary(mail => mail.Kind, mail => mail.Mail),
            request.DailyAt ?? NoticePreferences.Default.DailyAt,
            request.Quiet,
            request.Language
        );
        await events.Update(
            async writes =>
            {
                var recipient = await Recipient.Fetch(writes, id);
                writes.Append<NoticePreferences, NoticePreferencesEvent>(
                    NoticePreferences.StreamOf(id),
                    Decide(recipient, chosen, now)
                );
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static NoticePreferencesEvent[] Decide(Recipient recipient, NoticePreferences chosen, DateTimeOffset now) =>
        recipient switch
        {
            { Person: not { Active: true } } => throw new DomainException(
                DomainError.NotFound,
                "Your account belongs to no person of the company, who could have notices."
            ),
            _ when recipient.Preferences.ContentEquals(chosen) => [],
            _ =>
            [
                new NoticePreferencesSet(
                    recipient.Id,
                    chosen.Mails,
                    chosen.DailyAt,
                    chosen.Quiet,
                    chosen.Language,
                    now
                ),
            ],
        };
}

/// <summary>Shows how the user wants to hear.</summary>
public static class ShowNoticePreferences
{
    /// <param name="Mails">For every kind of notice.</param>
    /// <param name="Address">The mail address, as HR knows it; null for none.</param>
    /// <param name="AddressRefusedAt">When a mail server refused this address for good; null where none did.</param>
    /// <param name="Zone">The IANA zone in which the times are meant.</param>
    /// <param name="TextLanguage">The language of mails, chosen or not.</param>
    public sealed record Response(
        IReadOnlyList<MailOfKind> Mails,
        TimeOnly DailyAt,
        QuietHours? Quiet,
        string? Language,
        string TextLanguage,
        string Zone,
        string? Address,
        DateTimeOffset? AddressRefusedAt
    );

    public static async Task<Ok<Response>> Handle(
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        CancellationToken ct
    )
    {
        var recipient = await Recipient.Read(events, new(user.Id()), ct);
        var refused = await recipient.RefusedAt(models, ct);
        var chosen = recipient.Preferences;
        return TypedResults.Ok(
            new Response(
                [.. Enum.GetValues<NoticeKind>().Select(kind => new MailOfKind(kind, chosen.ChoiceFor(kind)))],
                chosen.DailyAt,
                chosen.Quiet,
                chosen.Language,
                recipient.Language,
                recipient.Zone.Id,
                recipient.Address?.Text,
                refused
            )
        );
    }
}
