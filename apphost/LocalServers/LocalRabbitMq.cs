using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;

namespace PeerNetwork.LocalServers;

/// <summary>
/// Finds or starts RabbitMQ with its management API: given, in a container, or a private instance of the installed
/// programs.
/// </summary>
public static class LocalRabbitMq
{
    internal const string User = "peernetwork";

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(20) };

    /// <param name="settings">A given address may have its management API told by
    /// <paramref name="givenManagement"/>.</param>
    /// <param name="givenManagement">http://user:password@host:port/ of a given server.</param>
    public static async Task<RunningServer> Start(
        ServerSettings settings,
        CancellationToken ct,
        string? givenManagement = null
    )
    {
        if (settings.Given is { Length: > 0 } given)
            return new(given, "given") { Management = givenManagement is null ? null : new(givenManagement) };

        return await StartContainer(settings, ct) ?? await PrivateRabbitMq.Start(settings, ct);
    }

    /// <summary>The URI of a virtual host on the server, made when it does not exist yet.</summary>
    public static async Task<string> VirtualHost(Uri address, Uri management, string name, CancellationToken ct)
    {
        var user = address.UserInfo.Split(':')[0];
        using var made = await Http.SendAsync(
            Request(HttpMethod.Put, management, $"api/vhosts/{Uri.EscapeDataString(name)}"),
            ct
        );
        made.EnsureSuccessStatusCode();
        var permissions = Request(HttpMethod.Put, management, $"api/permissions/{Uri.EscapeDataString(name)}/{user}");
        permissions.Content = JsonContent.Create(
            new
            {
                configure = ".*",
                write = ".*",
                read = ".*",
            }
        );
        using var granted = await Http.SendAsync(permissions, ct);
        granted.EnsureSuccessStatusCode();
        return new UriBuilder(address) { Path = Uri.EscapeDataString(name) }
            .Uri
            .AbsoluteUri;
    }

    /// <returns>Null when the server listens for AMQP on its own port, else why not.</returns>
    internal static async Task<string?> Answers(Uri management, int port, CancellationToken ct)
    {
        try
        {
            using var answer = await Http.SendAsync(
                Request(HttpMethod.Get, management, $"api/health/checks/port-listener/{port}"),
                ct
            );
            return answer.IsSuccessStatusCode ? null : $"its management API answers {(int)answer.StatusCode}";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    internal static string Address(int port, string password) => $"amqp://{User}:{password}@127.0.0.1:{port}/";

    internal static Uri ManagementAddress(int port, string password) =>
        new($"http://{User}:{password}@127.0.0.1:{port}/");

    private static async Task<RunningServer?> StartContainer(ServerSettings settings, CancellationToken ct)
    {
        if (!await Containers.EngineRuns())
            return null;
        Directory.CreateDirectory(settings.Folder);
        var memory = ServerMemory.Recall(settings.Folder);
        memory = memory with { Ports = Ports.Choose(2, memory.Ports) };
        memory.Keep(settings.Folder);

        var started = await Containers.TryStart(
            settings,
            "rabbitmq:4-management",
            [(5672, memory.Ports[0]), (15672, memory.Ports[1])],
            "/var/lib/rabbitmq",
            new() { ["RABBITMQ_DEFAULT_USER"] = User, ["RABBITMQ_DEFAULT_PASS"] = memory.Password },
            [],
            ct
        );
        if (started is null)
            return null;
        var management = ManagementAddress(memory.Ports[1], memory.Password);
        await Patience.Until(() => Answers(management, 5672, ct), "RabbitMQ in its container", started.Stop, ct);
        return started with { Address = Address(memory.Ports[0], memory.Password), Management = management };
    }

    private static HttpRequestMessage Request(HttpMethod method, Uri management, string path)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo)));
        return new(method, new Uri(new UriBuilder(management) { UserName = "", Password = "" }.Uri, path))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }
}
