using System.Collections.Concurrent;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Notices.Mails;

/// <summary>
/// Sends the mails that are due, all of a person in one. Of the processes of the service one sends at a time; an
/// advisory lock sees to it.
/// </summary>
/// <remarks>
/// What is due is in the database, so nothing is lost while the server is down: it is tried again, later each time. A
/// crash between the server's answer and the commit sends a mail twice, with the same Message-ID.
/// </remarks>
public sealed class MailWorker(
    IServiceScopeFactory scopes,
    ReadModels models,
    EventDatabase database,
    IOptions<MailSettings> settings,
    MailQueue queue,
    TimeProvider clock,
    ILogger<MailWorker> log
) : BackgroundService
{
    private const int BatchSize = 50;

    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1),
        FirstPause = TimeSpan.FromSeconds(5),
        MaxPause = TimeSpan.FromMinutes(5),
        RetryInterval = TimeSpan.FromMinutes(15);

    /// <summary>A server that does not answer for so long is down.</summary>
    private static readonly TimeSpan ServerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>The people whose mail failed, though not by the server, and when it is tried again.</summary>
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _failed = [];

    private TimeSpan _pause = FirstPause;
    private DateTimeOffset _resumeAt;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!settings.Value.IsOn)
        {
            log.LogInformation("No SMTP server is set, so notices are shown by the portal alone");
            return;
        }

        using var timer = new PeriodicTimer(CheckInterval, clock);
        do
        {
            try
            {
                await Run(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The mails that are due cannot be read and are read again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Run(CancellationToken ct)
    {
        if (clock.GetUtcNow() < _resumeAt || await FindDue(ct) is [])
            return;
        await using var held = await database.TryLock("mails", ct);
        if (held is null)
            return;
        using var client = new SmtpClient { Timeout = (int)ServerTimeout.TotalMilliseconds };
        try
        {
            while (await FindDue(ct) is [_, ..] people)
                foreach (var person in people)
                    await Send(new(person), client, ct);
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (IsOutage(e) && !ct.IsCancellationRequested)
        {
            _resumeAt = clock.GetUtcNow() + _pause;
            log.LogWarning(e, "The SMTP server does not take mail and is tried again in {Pause}", _pause);
            queue.Failed(e.Message, clock.GetUtcNow());
            _pause = _pause * 2 < MaxPause ? _pause * 2 : MaxPause;
        }
    }

    /// <summary>People with mail that is due, the oldest first.</summary>
    private async Task<IReadOnlyList<Guid>> FindDue(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var again in _failed.Where(f => f.Value <= now))
            _failed.TryRemove(again);
        var waiting = _failed.Keys.ToArray();
        return await models.Query<Guid>(
            $"""
            select person from notices where mail_due <= {now} and person <> all({waiting})
            group by person order by min(mail_due), person limit {BatchSize}
            """,
            ct
        );
    }

    private async Task Send(PersonId person, SmtpClient client, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var events = scope.ServiceProvider.GetRequiredService<EventStreams>();
            var outcomes = await Send(person, events, client, ct);
            await events.Update(
                async writes =>
                {
                    foreach (var outcome in outcomes)
                        writes.Append<Notice, NoticeEvent>(
                            outcome.Notice.Value,
                            Complete(
                                await writes.Fetch<Notice, NoticeEvent>(outcome.Notice.Value, Notice.Evolve),
                                outcome
                            )
                        );
                },
                ct
            );
        }
        catch (Exception e) when (!ct.IsCancellationRequested && !IsOutage(e) && !e.IsDatabaseOutage())
        {
            log.LogError(e, "The mail to {Person} failed and is tried again", person.Value);
            queue.Failed(e.Message, clock.GetUtcNow());
            _failed[person.Value] = clock.GetUtcNow() + RetryInterval;
        }
    }

    /// <summary>Another replica may have completed it, or the notice was settled meanwhile.</summary>
    public static NoticeEvent[] Complete(Notice? notice, NoticeEvent outcome) =>
        notice is { MailDue: not null } ? [outcome] : [];

    /// <returns>What became of each notice.</returns>
    private async Task<IReadOnlyList<NoticeEvent>> Send(
        PersonId person,
        EventStreams events,
        SmtpClient client,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var recipient = await Recipient.Read(events, person, ct);
        var refused = await recipient.RefusedAt(models, ct) is not null;
        var (outcomes, toSend) = (new List<NoticeEvent>(), new List<Notice>());
        foreach (var notice in await ReadDue(person, events, now, ct))
        {
            if (MailPlan.Decide(notice, recipient, refused, now) is { } outcome)
                outcomes.Add(outcome);
            else
                toSend.Add(notice);
        }

        if (toSend is not [])
            outcomes.AddRange(await Send(recipient, toSend, client, now, ct));
        return outcomes;
    }

    private async Task<IEnumerable<NoticeEvent>> Send(
        Recipient recipient,
        List<Notice> notices,
        SmtpClient client,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var mail = MailComposer.Compose(
            notices,
            await ReadNames(notices, ct),
            recipient.Person!.Name?.Text,
            recipient.Address!.Value.Text!,
            recipient.Zone,
            recipient.Language,
            settings.Value,
            now
        );
        try
        {
            await Connect(client, ct);
            await client.SendAsync(mail, ct);
            _pause = FirstPause;
            queue.Sent();
            return notices.Select(n => new MailSent(n.Id, n.Person, now));
        }
        catch (SmtpCommandException e)
            when (e is { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= (SmtpStatusCode)500 })
        {
            queue.Refused();
            return notices.Select(n => new MailRefused(n.Id, n.Person, (int)e.StatusCode, now));
        }
        catch (SmtpCommandException e) when (e.StatusCode is not SmtpStatusCode.ServiceNotAvailable)
        {
            log.LogWarning(e, "The SMTP server refused the mail to {Person} for now", recipient.Id.Value);
            queue.Failed(e.Message, now);
            return notices.Select(n => new MailPostponed(n.Id, n.Person, now + RetryInterval, now));
        }
    }

    private async Task Connect(SmtpClient client, CancellationToken ct)
    {
        if (client.IsConnected)
            return;
        var s = settings.Value;
        await client.ConnectAsync(s.Host!, s.Port, s.Security, ct);
        if (s.User is { Length: > 0 } user)
            await client.AuthenticateAsync(user, s.Password ?? "", ct);
    }

    private async Task<IReadOnlyList<Notice>> ReadDue(
        PersonId person,
        EventStreams events,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        var due = await models.Query<Guid>(
            $"""
            select id from notices where person = {person.Value} and mail_due <= {now}
            order by raised_at, id limit {BatchSize}
            """,
            ct
        );
        var notices = new List<Notice>();
        foreach (var id in due)
            if (await events.Read<Notice, NoticeEvent>(id, Notice.Evolve, ct) is { MailDue: not null } notice)
                notices.Add(notice);
        return notices;
    }

    private sealed record ProgramName(Guid Id, string Name);

    private async Task<IReadOnlyDictionary<Guid, string>> ReadNames(IEnumerable<Notice> notices, CancellationToken ct)
    {
        var ids = notices.Select(n => n.Program?.Value).OfType<Guid>().Distinct().ToArray();
        var programs = await models.Query<ProgramName>($"select id, name from programs where id = any({ids})", ct);
        return programs.ToDictionary(p => p.Id, p => p.Name);
    }

    /// <summary>Whether the server is to blame, and not the mail of one person.</summary>
    private static bool IsOutage(Exception e) =>
        e
            is SocketException
                or IOException
                or TimeoutException
                or ProtocolException
                or SslHandshakeException
                or AuthenticationException
                or ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable };
}
