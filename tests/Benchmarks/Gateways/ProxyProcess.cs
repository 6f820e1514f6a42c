using System.Diagnostics;
using System.Globalization;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.Benchmarks.Gateways;

/// <summary>A proxy or the backend in a process of its own, so that its CPU time can be measured.</summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string? _folder;

    private ProxyProcess(string name, int port, Process process, string? folder = null) =>
        (Name, Address, _process, _folder) = (name, new($"http://127.0.0.1:{port}"), process, folder);

    public string Name { get; }

    public Uri Address { get; }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static Task<ProxyProcess> Backend() =>
        Start("backend", "/health/ready", port => [Environment.ProcessPath!, BareCommands.Backend, $"{port}"]);

    public static Task<ProxyProcess> BareYarp(ProxyProcess backend) =>
        Start(
            "bare YARP",
            "/enrollment/health/ready",
            port => [Environment.ProcessPath!, BareCommands.Yarp, $"{port}", backend.Address.AbsoluteUri]
        );

    /// <summary>
    /// In Development, where the provider needs no HTTPS, and without limits for one client.
    /// </summary>
    public static Task<ProxyProcess> OurGateway(ProxyProcess backend, TestProvider provider)
    {
        var environment = provider.Configuration.ToDictionary(
            c => c.Key.Replace(":", "__", StringComparison.Ordinal),
            c => c.Value!
        );
        environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        environment["Services__enrollment__http__0"] = backend.Address.AbsoluteUri;
        (environment["RateLimit__PerSecond"], environment["RateLimit__Burst"]) = ("1000000", "1000000");
        environment["Logging__LogLevel__Default"] = "Warning";
        return Start(
            "our gateway",
            "/health/ready",
            port =>
            {
                environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
                return ["dotnet", Path.Combine(AppContext.BaseDirectory, "PeerNetwork.Gateway.dll")];
            },
            environment
        );
    }

    /// <returns>Null where it is not installed.</returns>
    public static async Task<ProxyProcess?> Nginx(ProxyProcess backend)
    {
        if (Processes.Find("nginx", "/usr/sbin") is not { } program)
            return null;
        var folder = Directory.CreateTempSubdirectory("peernetwork-nginx-").FullName;
        return await Start(
            "nginx",
            "/enrollment/health/ready",
            port =>
            {
                var settings = Path.Combine(folder, "nginx.conf");
                File.WriteAllText(
                    settings,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $$"""
                        daemon off; master_process off; pid {{folder}}/pid; error_log stderr;
                        events { worker_connections 256; }
                        http {
                          access_log off;
                          client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy;
                          fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi;
                          scgi_temp_path {{folder}}/scgi;
                          upstream backend { server {{backend.Address.Authority}}; keepalive 64; }
                          server {
                            listen 127.0.0.1:{{port}}; keepalive_requests 1000000;
                            location /enrollment/ {
                              proxy_pass http://backend/; proxy_http_version 1.1; proxy_set_header Connection "";
                            }
                          }
                        }
                        """
                    )
                );
                return [program, "-p", folder, "-c", settings];
            },
            folder: folder
        );
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private static async Task<ProxyProcess> Start(
        string name,
        string ready,
        Func<int, IEnumerable<string>> command,
        Dictionary<string, string>? environment = null,
        string? folder = null
    )
    {
        var port = Ports.Choose(1)[0];
        var arguments = command(port).ToArray();
        var start = new ProcessStartInfo(arguments[0], arguments[1..]);
        foreach (var (variable, value) in environment ?? [])
            start.Environment[variable] = value;
        var started = new ProxyProcess(name, port, Process.Start(start)!, folder);
        using var http = new HttpClient { BaseAddress = started.Address };
        await Eventually.Holds(async () => (await http.GetAsync(ready)).IsSuccessStatusCode, $"{name} to be ready");
        return started;
    }
}
