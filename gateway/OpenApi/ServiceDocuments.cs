using System.Text.Json;
using System.Text.Json.Nodes;
using PeerNetwork.Gateway.Routing;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace PeerNetwork.Gateway.OpenApi;

/// <summary>Asks every service for its document and keeps the joined one for a short time.</summary>
public sealed class ServiceDocuments(IProxyStateLookup proxy, TimeProvider clock, ILogger<ServiceDocuments> log)
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(5),
        Timeout = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };
    private readonly Lock _lock = new();
    private (DateTimeOffset ValidUntil, Task<byte[]> Document) _joined = (
        DateTimeOffset.MinValue,
        Task.FromResult<byte[]>([])
    );

    public Task<byte[]> Joined()
    {
        lock (_lock)
        {
            if (clock.GetUtcNow() >= _joined.ValidUntil)
                _joined = (clock.GetUtcNow() + CacheTime, Task.Run(Join));
            return _joined.Document;
        }
    }

    private async Task<byte[]> Join()
    {
        var joined = new JoinedDocument();
        var services = proxy
            .GetClusters()
            .Where(cluster => cluster.ClusterId != ServiceClusters.Portal)
            .OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal)
            .ToArray();
        var documents = await Task.WhenAll(services.Select(Fetch));
        foreach (var (service, document) in services.Zip(documents))
            if (document is null)
                joined.AddUnavailable(service.ClusterId);
            else
                joined.Add(service.ClusterId, document);
        return JsonSerializer.SerializeToUtf8Bytes(joined.ToJson());
    }

    /// <returns>Null if no destination of the service answers with a document in time.</returns>
    private async Task<JsonObject?> Fetch(ClusterState service)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        foreach (var destination in service.DestinationsState.AvailableDestinations)
            try
            {
                var address = new Uri(new Uri(destination.Model.Config.Address), "openapi/v1.json");
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var response = await service.Model.HttpClient.SendAsync(request, timeout.Token);
                response.EnsureSuccessStatusCode();
                await using var body = await response.Content.ReadAsStreamAsync(timeout.Token);
                var document = await JsonNode.ParseAsync(
                    body,
                    documentOptions: Options,
                    cancellationToken: timeout.Token
                );
                return document?.AsObject();
            }
            catch (Exception e)
                when (e
                        is HttpRequestException
                            or IOException
                            or JsonException
                            or OperationCanceledException
                            or InvalidOperationException
                ) // valid JSON, but not an object
            {
                log.LogWarning(
                    e,
                    "No OpenAPI document from {Service} at {Destination}",
                    service.ClusterId,
                    destination.DestinationId
                );
            }

        return null;
    }
}
