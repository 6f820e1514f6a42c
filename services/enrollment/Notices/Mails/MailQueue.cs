using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices.Mails;

/// <summary>How the last attempts of this process to send mail went.</summary>
public sealed class MailQueue
{
    private readonly Counter<long> _mails;

    public MailQueue(IMeterFactory meters) =>
        _mails = meters
            .Create("PeerNetwork.Enrollment")
            .CreateCounter<long>("peernetwork.mails", "{mail}", "Mails by their outcome: sent, refused or failed");

    /// <summary>Why the last attempt failed; null since a mail was sent.</summary>
    public (string Reason, DateTimeOffset At)? LastFailure { get; private set; }

    public void Sent()
    {
        LastFailure = null;
        Count("sent");
    }

    public void Refused() => Count("refused");

    public void Failed(string reason, DateTimeOffset at)
    {
        LastFailure = (reason, at);
        Count("failed");
    }

    private void Count(string outcome) => _mails.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}

/// <summary>Shows operators what waits to be sent by mail.</summary>
public static class ShowMailQueue
{
    /// <param name="Host">The SMTP server; null where none is set, and no mail is sent.</param>
    /// <param name="Due">Mails that should have been sent by now.</param>
    /// <param name="OldestDue">Since when the first of them waits; null for none.</param>
    /// <param name="Later">Mails that wait for the time that their person chose.</param>
    /// <param name="RefusedAddresses">People whose last address a server refused for good.</param>
    /// <param name="LastFailure">Why the last attempt of this process failed; null since it sent a mail.</param>
    public sealed record Response(
        string? Host,
        long Due,
        DateTimeOffset? OldestDue,
        long Later,
        long RefusedAddresses,
        string? LastFailure,
        DateTimeOffset? LastFailureAt
    );

    private sealed record Counts(long Due, DateTimeOffset? OldestDue, long Later, long Refused);

    public static async Task<Ok<Response>> Handle(
        ReadModels models,
        MailQueue queue,
        IOptions<MailSettings> settings,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var counts = await models.QueryFirstOrDefault<Counts>(
            $"""
            select count(*) filter (where mail_due <= {now}) as due, min(mail_due) filter (where mail_due <= {now})
                as oldest_due, count(*) filter (where mail_due > {now}) as later,
                (select count(*) from refused_addresses) as refused
            from notices where mail_due is not null
            """,
            ct
        );
        return TypedResults.Ok(
            new Response(
                settings.Value.Host,
                counts!.Due,
                counts.OldestDue,
                counts.Later,
                counts.Refused,
                queue.LastFailure?.Reason,
                queue.LastFailure?.At
            )
        );
    }
}
