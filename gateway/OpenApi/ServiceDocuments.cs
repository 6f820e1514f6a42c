using System.Text.Json;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace PeerNetwork.Gateway.OpenApi;

/// <summary>Asks every service for its document and keeps the joined one for a short time.</summary>
public sealed class ServiceDocuments(IProxyStateLookup proxy, TimeProvider clock, ILogger<ServiceDocuments> log)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(5),
        Patience = TimeSpan.FromSeconds(5);
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };
    private readonly Lock _turn = new();
    private (DateTimeOffset Until, Task<byte[]> Document) _joined = (
        DateTimeOffset.MinValue,
        Task.FromResult<byte[]>([])
    );

    public Task<byte[]> Joined()
    {
        lock (_turn)
        {
            if (clock.GetUtcNow() >= _joined.Until)
                _joined = (clock.GetUtcNow() + Kept, Task.Run(Join));
            return _joined.Document;
        }
    }

    private async Task<byte[]> Join()
    {
        var joined = new JoinedDocument();
        var services = proxy.GetClusters().OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal).ToArray();
        var documents = await Task.WhenAll(services.Select(Fetch));
        foreach (var (service, document) in services.Zip(documents))
            if (document is null)
                joined.AddUnavailable(service.ClusterId);
            else
                joined.Add(service.ClusterId, document);
        return JsonSerializer.SerializeToUtf8Bytes(joined.Whole());
    }

    private async Task<JsonObject?> Fetch(ClusterState service)
    {
        using var patience = new CancellationTokenSource(Patience);
        foreach (var destination in service.DestinationsState.AvailableDestinations)
            try
            {
                var address = new Uri(new Uri(destination.Model.Config.Address), "openapi/v1.json");
                using var ask = new HttpRequestMessage(HttpMethod.Get, address);
                using var answer = await service.Model.HttpClient.SendAsync(ask, patience.Token);
                answer.EnsureSuccessStatusCode();
                await using var body = await answer.Content.ReadAsStreamAsync(patience.Token);
                return (
                    await JsonNode.ParseAsync(body, documentOptions: Deep, cancellationToken: patience.Token)
                )?.AsObject();
            }
            catch (Exception e)
                when (e
                        is HttpRequestException
                            or IOException
                            or JsonException
                            or OperationCanceledException
                            or InvalidOperationException
                ) // valid JSON, but no object
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
