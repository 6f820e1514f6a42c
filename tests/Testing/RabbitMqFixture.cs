using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.LocalServers;
using PeerNetwork.SharedServers;
using Xunit;

namespace PeerNetwork.Testing;

/// <summary>
/// A RabbitMQ for one group of tests. It can be killed, and restarts at the same address with the same data.
/// </summary>
public class RabbitMqFixture : IAsyncLifetime
{
    private readonly ServerSettings _settings;
    private RunningServer? _server;

    public RabbitMqFixture()
        : this("") { }

    /// <param name="erlangArguments">More arguments for the Erlang runtime.</param>
    protected RabbitMqFixture(string erlangArguments) =>
        _settings = new(ServerFiles.New()) { Durable = false, ErlangArguments = erlangArguments };

    private RunningServer Server => _server ?? throw new InvalidOperationException("The server has not been started.");

    private Uri Management =>
        Server.Management ?? throw new InvalidOperationException("A server that we started has a management API.");

    public Task InitializeAsync() => Start();

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        await ServerFolder.Delete(_settings.Folder);
    }

    public async Task Start() =>
        _server = await (await InstalledRabbitMq.In(_settings, CancellationToken.None)).Start(CancellationToken.None);

    /// <summary>Kills the broker.</summary>
    public async Task Kill()
    {
        Processes.Send(Server.ProcessId!.Value, Signal.Kill);
        await Eventually.Holds(() => Task.FromResult(!Server.IsAlive()), "the killed broker to end");
    }

    /// <summary>The amqp URI of a new virtual host.</summary>
    public Task<string> NewVirtualHost() =>
        TestRabbitMq.VirtualHost(
            new(Server.Address),
            Management,
            $"test-{Guid.CreateVersion7():N}",
            CancellationToken.None
        );

    /// <summary>The folder with the data and the logs of the broker.</summary>
    public string Folder => _settings.Folder;

    /// <summary>
    /// Makes a queue that keeps every message of our contracts from now on, as a queue without a consumer and an error
    /// queue do.
    /// </summary>
    public async Task KeepMessages(string virtualHost, string queue)
    {
        var host = Uri.EscapeDataString(virtualHost);
        await Send(
            HttpMethod.Put,
            $"api/queues/{host}/{queue}",
            new { durable = true, arguments = new Dictionary<string, string> { ["x-queue-type"] = "quorum" } }
        );
        var contracts = (await Names($"api/exchanges/{host}")).Where(name =>
            name.StartsWith("PeerNetwork.Contracts.", StringComparison.Ordinal)
        );
        foreach (var exchange in contracts)
            await Send(
                HttpMethod.Post,
                $"api/bindings/{host}/e/{Uri.EscapeDataString(exchange)}/q/{queue}",
                new { routing_key = "" }
            );
    }

    /// <summary>
    /// The messages of a queue with their headers, as the management API shows them. They stay in the queue.
    /// </summary>
    public Task<string> ShowMessages(string virtualHost, string queue) =>
        Send(
            HttpMethod.Post,
            $"api/queues/{Uri.EscapeDataString(virtualHost)}/{Uri.EscapeDataString(queue)}/get",
            new
            {
                count = 10_000,
                ackmode = "ack_requeue_true",
                encoding = "auto",
            }
        );

    public Task DeleteQueue(string virtualHost, string queue) =>
        Send(HttpMethod.Delete, $"api/queues/{Uri.EscapeDataString(virtualHost)}/{queue}", body: null);

    /// <summary>The names of all queues of a virtual host.</summary>
    public Task<IReadOnlyList<string>> Queues(string virtualHost) =>
        Names($"api/queues/{Uri.EscapeDataString(virtualHost)}");

    private async Task<IReadOnlyList<string>> Names(string path) =>
        [
            .. JsonDocument
                .Parse(await Send(HttpMethod.Get, path, body: null))
                .RootElement.EnumerateArray()
                .Select(item => item.GetProperty("name").GetString()!),
        ];

    private async Task<string> Send(HttpMethod method, string path, object? body)
    {
        using var http = new HttpClient();
        using var request = RabbitMqManagement.Request(method, Management, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Lets the broker close every connection, through its management API.</summary>
    public async Task CloseConnections()
    {
        var user = new Uri(Server.Address).UserInfo.Split(':')[0];
        using var http = new HttpClient();
        using var response = await http.SendAsync(
            RabbitMqManagement.Request(HttpMethod.Delete, Management, $"api/connections/username/{user}")
        );
        response.EnsureSuccessStatusCode();
    }
}
