using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Mail;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace PeerNetwork.Enrollment.Tests.Notices;

/// <summary>An SMTP server on loopback that keeps what it takes, and can be stopped or refuse addresses.</summary>
public sealed class TestMailServer : IMessageStore, IMailboxFilter
{
    private readonly ConcurrentQueue<MimeMessage> _mails = [];
    private Func<Task> _stop = () => Task.CompletedTask;

    public TestMailServer()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Port = ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Those of a service that sends its mail here.</summary>
    public IEnumerable<(string Key, string Value)> Settings =>
        [
            ("Mail:Host", "127.0.0.1"),
            ("Mail:Port", $"{Port}"),
            ("Mail:Security", "None"),
            ("Mail:From", "Mentoring <mentoring@example.com>"),
            ("Mail:PortalUrl", "https://mentoring.example.com/"),
        ];

    /// <summary>What it has taken, the oldest first.</summary>
    public IReadOnlyList<MimeMessage> Mails => [.. _mails];

    /// <summary>By address: the reply to each attempt to send to it.</summary>
    public ConcurrentDictionary<string, SmtpResponse> Refused { get; } = [];

    public IEnumerable<MimeMessage> To(string address) =>
        Mails.Where(mail => mail.To.Mailboxes.Single().Address == address);

    public void Start()
    {
        var running = new CancellationTokenSource();
        var services = new ServiceProvider();
        services.Add((IMessageStore)this);
        services.Add((IMailboxFilter)this);
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(builder => builder.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)))
            .Build();
        var server = new SmtpServer.SmtpServer(options, services).StartAsync(running.Token);
        _stop = async () =>
        {
            await running.CancelAsync();
            await server.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            running.Dispose();
        };
    }

    public Task Stop()
    {
        var stop = _stop;
        _stop = () => Task.CompletedTask;
        return stop();
    }

    Task<SmtpResponse> IMessageStore.SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        using var stream = new MemoryStream(buffer.ToArray());
        _mails.Enqueue(MimeMessage.Load(stream, cancellationToken));
        return Task.FromResult(SmtpResponse.Ok);
    }

    Task<bool> IMailboxFilter.CanAcceptFromAsync(
        ISessionContext context,
        IMailbox from,
        int size,
        CancellationToken cancellationToken
    ) => Task.FromResult(true);

    Task<bool> IMailboxFilter.CanDeliverToAsync(
        ISessionContext context,
        IMailbox to,
        IMailbox from,
        CancellationToken cancellationToken
    ) =>
        Refused.TryGetValue($"{to.User}@{to.Host}", out var reply)
            ? throw new SmtpResponseException(reply)
            : Task.FromResult(true);
}
