using System.Net.Http.Headers;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Tools.Installation;

/// <summary>The services of a running platform, as an operator asks each of them.</summary>
internal sealed class Operators
{
    private readonly IReadOnlyList<Service> _services;

    private Operators(IReadOnlyList<Service> services) => _services = services;

    /// <exception cref="HttpRequestException">The platform does not run completely.</exception>
    public static async Task<Operators> SignIn(InstanceState running, CancellationToken ct)
    {
        if (running is not { Ready: true, Identity: { } provider })
            throw new HttpRequestException("The platform is not ready yet.");
        var token = await DevelopmentTokens.For(provider, Demo.Actors.Overseer, ["overseer"], ["*"], ct);
        var databases = running.Resources.Select(r => r.Name).ToHashSet();
        return new([
            .. running
                // The portal has a database too, and none of the routes for operators.
                .Resources.Where(r => r.Name != "portal" && databases.Contains($"{r.Name}-db"))
                .Select(r => new Service(r.Name, r.Url!, token)),
        ]);
    }

    public IEnumerable<string> Names => _services.Select(s => s.Name);

    public Service Named(string name) => _services.Single(s => s.Name == name);

    /// <summary>Asks all services at once; the answers stand in the order of the graph.</summary>
    public async Task<IReadOnlyList<T>> Each<T>(Func<Service, CancellationToken, Task<T>> ask, CancellationToken ct) =>
        await Task.WhenAll(_services.Select(s => ask(s, ct)));

    internal sealed class Service(string name, Uri address, string token)
    {
        /// <summary>
        /// Without the limit of a usual request: a large installation takes its time. It goes past the gateway, which
        /// has a limit.
        /// </summary>
        private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

        public string Name => name;

        /// <exception cref="HttpRequestException">The service does not answer or refuses; the message has its
        /// reason.</exception>
        public async Task<T> Post<T>(string path, CancellationToken ct)
        {
            using var answer = await Post(path, null, null, ct);
            return (await answer.Content.ReadFromJsonAsync<T>(ct))!;
        }

        /// <exception cref="HttpRequestException">The service does not answer or refuses; the message has its
        /// reason.</exception>
        public async Task<T> Get<T>(string path, CancellationToken ct)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address, path));
            using var answer = await Send(request, null, ct);
            return (await answer.Content.ReadFromJsonAsync<T>(ct))!;
        }

        /// <summary>Writes the service's export into a new file.</summary>
        /// <exception cref="HttpRequestException">The service does not answer or refuses; the message has its
        /// reason.</exception>
        public async Task<long> Export(string file, string transportKey, CancellationToken ct)
        {
            using var answer = await Post("operations/export", transportKey, null, ct);
            await using var lines = PrivateFile.Create(file);
            await answer.Content.CopyToAsync(lines, ct);
            return lines.Length;
        }

        /// <exception cref="HttpRequestException">The service does not answer or refuses; the message has its
        /// reason.</exception>
        public async Task<long> Import(string file, string transportKey, CancellationToken ct)
        {
            await using var lines = File.OpenRead(file);
            var length = lines.Length;
            using var body = new StreamContent(lines) { Headers = { ContentType = new("application/x-ndjson") } };
            using var answer = await Post("operations/import", transportKey, body, ct);
            return length;
        }

        private async Task<HttpResponseMessage> Post(
            string path,
            string? transportKey,
            HttpContent? body,
            CancellationToken ct
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, path)) { Content = body };
            // What is refused anyway need not be sent.
            request.Headers.ExpectContinue = body is not null;
            return await Send(request, transportKey, ct);
        }

        private async Task<HttpResponseMessage> Send(
            HttpRequestMessage request,
            string? transportKey,
            CancellationToken ct
        )
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (transportKey is not null)
                request.Headers.Add("Transport-Key", transportKey);
            var answer = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            if (answer.IsSuccessStatusCode)
                return answer;
            using (answer)
                throw new HttpRequestException(
                    $"{name} answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}"
                );
        }
    }
}
