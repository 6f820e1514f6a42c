using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Reads from the origin of one source, and from no other.</summary>
/// <param name="http">The client that all sources share: it retries, limits and times out.</param>
/// <param name="address">An address of the source; all others have its scheme, host and port.</param>
/// <param name="authorization">Puts the credentials on each request.</param>
internal sealed class SourceClient(HttpClient http, Uri address, IAuthorization authorization)
{
    public Uri Address => address;

    public async Task<JsonElement> GetJson(Uri at, CancellationToken ct)
    {
        using var response = await Get(at, "application/json", ct);
        return await SourceAnswers.ReadJson(response, ct);
    }

    /// <summary>The answer, whatever its status.</summary>
    public async Task<HttpResponseMessage> Get(Uri at, string accept, CancellationToken ct)
    {
        var response = await Send(at, accept, ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized && authorization.Renew())
        {
            response.Dispose();
            response = await Send(at, accept, ct);
        }

        return response;
    }

    /// <summary>An address that the source names, absolute or relative.</summary>
    public Uri Resolve(string link)
    {
        // A path that begins with two slashes would name another host.
        if (!Uri.TryCreate(address, link, out var found) || !IsSameOrigin(found))
            throw new HrisException(
                $"{address.Host} names a next page outside of its own origin, which is not read.",
                isTransient: false
            );
        return found;
    }

    private async Task<HttpResponseMessage> Send(Uri at, string accept, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, at);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        await authorization.Authorize(request, ct);
        return await SourceAnswers.Send(http, request, ct);
    }

    private bool IsSameOrigin(Uri other) =>
        Uri.Compare(
            address,
            other,
            UriComponents.SchemeAndServer,
            UriFormat.Unescaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;
}
