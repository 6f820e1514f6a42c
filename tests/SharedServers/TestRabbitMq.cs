using System.Net.Http.Json;
using DotNet.Testcontainers.Builders;
using PeerNetwork.LocalServers;
using Testcontainers.RabbitMq;

namespace PeerNetwork.SharedServers;

/// <summary>
/// A RabbitMQ with its management API for tests and benchmarks: the given one, else a container, else one of the
/// installed programs.
/// </summary>
public static class TestRabbitMq
{
    private const string Image = "rabbitmq:4-management";
    private const int ManagementPort = 15672;

    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(1) };

    /// <param name="given">An amqp URI, or null to start a server.</param>
    /// <param name="givenManagement">http://user:password@host:port/ of a given server.</param>
    public static async Task<RunningServer> Start(
        ServerSettings settings,
        string? given,
        string? givenManagement,
        CancellationToken ct
    ) =>
        given is { Length: > 0 } ? new(given) { Management = givenManagement is null ? null : new(givenManagement) }
        : await StartContainer(ct) is { } container ? container
        : await (await InstalledRabbitMq.In(settings, ct)).Start(ct);

    /// <summary>The URI of a virtual host on the server, made when it does not exist yet.</summary>
    public static async Task<string> VirtualHost(Uri address, Uri management, string name, CancellationToken ct)
    {
        var user = address.UserInfo.Split(':')[0];
        using var made = await Http.SendAsync(
            RabbitMqManagement.Request(HttpMethod.Put, management, $"api/vhosts/{Uri.EscapeDataString(name)}"),
            ct
        );
        made.EnsureSuccessStatusCode();
        var permissions = RabbitMqManagement.Request(
            HttpMethod.Put,
            management,
            $"api/permissions/{Uri.EscapeDataString(name)}/{user}"
        );
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

    /// <returns>Null when no container engine runs.</returns>
    private static async Task<RunningServer?> StartContainer(CancellationToken ct)
    {
        try
        {
            var container = new RabbitMqBuilder(Image)
                .WithUsername(InstalledRabbitMq.User)
                .WithPassword(InstalledRabbitMq.User)
                .WithPortBinding(ManagementPort, assignRandomHostPort: true)
                .WithWaitStrategy(Wait.ForUnixContainer().UntilHttpRequestIsSucceeded(r => r.ForPort(ManagementPort)))
                .Build();
            await container.StartAsync(ct);
            var management = new UriBuilder("http", container.Hostname, container.GetMappedPublicPort(ManagementPort))
            {
                UserName = InstalledRabbitMq.User,
                Password = InstalledRabbitMq.User,
            };
            return new(container.GetConnectionString())
            {
                Management = management.Uri,
                Stop = () => container.DisposeAsync().AsTask(),
            };
        }
        catch (DockerUnavailableException)
        {
            return null;
        }
    }
}
