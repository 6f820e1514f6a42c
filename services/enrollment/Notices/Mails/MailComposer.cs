using System.Net;
using System.Text;
using MimeKit;
using NodaTime;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices.Mails;

/// <summary>Writes the mail of one person: all notices that are due, in plain text and in HTML.</summary>
/// <remarks>It names no other person, and repeats nothing that people wrote.</remarks>
public static class MailComposer
{
    /// <param name="programs">The names of programs, by their ids.</param>
    /// <param name="name">What the person is called; null where that is not known.</param>
    public static MimeMessage Compose(
        IReadOnlyList<Notice> notices,
        IReadOnlyDictionary<Guid, string> programs,
        string? name,
        string address,
        DateTimeZone zone,
        string language,
        MailSettings settings,
        DateTimeOffset now
    )
    {
        var parts = notices
            .Select(n => (Text: TextOf(n), Link: LinkTo(n.Kind!.Value.PageOf(n.Program?.Value, n.Subject))))
            .ToArray();
        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage
        {
            Date = now,
            Subject = parts is [var only] ? only.Text.Subject : NoticeTexts.Get("Several", language, parts.Length),
            // A mail that is sent twice, after a crash, has the same id: mail programs show it once.
            MessageId = $"{DerivedId.From("mail", [.. notices.Select(n => n.Id.Value)]):n}@{from.Domain}",
        };
        message.From.Add(from);
        message.To.Add(new MailboxAddress(Encoding.UTF8, name, address));
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add(HeaderId.ContentLanguage, language);
        var footer = NoticeTexts.Get("Footer", language);
        message.Body = new BodyBuilder
        {
            TextBody = ToPlainText(parts, footer, LinkTo("/notices")),
            HtmlBody = ToHtml(parts, footer, LinkTo("/notices"), language),
        }.ToMessageBody();
        return message;

        NoticeText TextOf(Notice n) =>
            NoticeTexts.Of(
                n.Kind!.Value,
                n.Program is { } program ? programs.GetValueOrDefault(program.Value) : null,
                n.Time,
                zone,
                language
            );

        string? LinkTo(string page) => settings.PortalUrl is { Length: > 0 } url ? url.TrimEnd('/') + page : null;
    }

    private static string ToPlainText((NoticeText Text, string? Link)[] parts, string footer, string? settings)
    {
        var text = new StringBuilder();
        foreach (var (notice, link) in parts)
            text.Append(notice.Subject).Append("\n\n").Append(notice.Body).Append('\n').Append(Line(link)).Append('\n');
        return text.Append("-- \n").Append(footer).Append('\n').Append(Line(settings)).ToString();

        static string Line(string? link) => link is null ? "" : $"{link}\n";
    }

    private static string ToHtml(
        (NoticeText Text, string? Link)[] parts,
        string footer,
        string? settings,
        string language
    )
    {
        var html = new StringBuilder($"<!DOCTYPE html><html lang=\"{language}\"><body>");
        foreach (var (notice, link) in parts)
            html.Append("<h2>" + Encode(notice.Subject) + "</h2><p>" + Encode(notice.Body) + "</p>" + Anchor(link));
        return html.Append("<hr><p>" + Encode(footer) + "</p>" + Anchor(settings) + "</body></html>").ToString();

        static string Anchor(string? link) =>
            link is null ? "" : $"<p><a href=\"{Encode(link)}\">{Encode(link)}</a></p>";
        static string Encode(string text) => WebUtility.HtmlEncode(text);
    }
}
