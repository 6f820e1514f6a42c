using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Yarp.ReverseProxy;

namespace PeerNetwork.Gateway.DataExport;

/// <summary>What one service answered: a report, a problem, or neither where it failed or did not answer.</summary>
/// <param name="Report">JSON in UTF-8.</param>
/// <param name="Problem">Why the service refuses, as JSON in UTF-8.</param>
public sealed record ServiceReport(string Service, HttpStatusCode? Status, byte[]? Report, byte[]? Problem)
{
    /// <summary>A service that does not know the person holds nothing on the person.</summary>
    public ServiceReport OrNothingHeld(Guid person, DateTimeOffset at) =>
        Status == HttpStatusCode.NotFound
            ? this with
            {
                Problem = null,
                Report = JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        person,
                        service = Service,
                        at,
                        kinds = Array.Empty<object>(),
                    }
                ),
            }
            : this;

    /// <summary>Gives the problem of the service to the client.</summary>
    public async Task WriteProblem(HttpContext context, CancellationToken ct)
    {
        context.Response.StatusCode = (int)Status!;
        context.Response.ContentType = "application/problem+json";
        await context.Response.Body.WriteAsync(Problem, ct);
    }
}

/// <summary>Asks the services what they hold on a person, with the token of the caller.</summary>
public sealed class ServiceReports(IProxyStateLookup proxy, ILogger<ServiceReports> log)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>A destination that does not answer or fails is followed by the next one.</summary>
    public async Task<ServiceReport> Get(string service, Guid person, string token, CancellationToken ct)
    {
        if (!proxy.TryGetCluster(service, out var cluster))
            return new(service, null, null, null);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Timeout);
        foreach (var destination in cluster.DestinationsState.AvailableDestinations)
            try
            {
                var address = new Uri(new Uri(destination.Model.Config.Address), $"people/{person}/personal-data");
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.Authorization = AuthenticationHeaderValue.Parse(token);
                using var response = await cluster.Model.HttpClient.SendAsync(request, timeout.Token);
                var body = await response.Content.ReadAsByteArrayAsync(timeout.Token);
                if (response.IsSuccessStatusCode)
                    return new(service, response.StatusCode, body, null);
                if ((int)response.StatusCode < 500)
                    return new(service, response.StatusCode, null, body);
                log.LogWarning("{Service} answered an export with {Status}", service, (int)response.StatusCode);
            }
            catch (Exception e)
                when (e is HttpRequestException or IOException or OperationCanceledException
                    && !ct.IsCancellationRequested
                )
            {
                log.LogWarning(e, "{Service} does not answer at {Destination}", service, destination.DestinationId);
            }

        return new(service, null, null, null);
    }
}
