namespace PeerNetwork.Portal.Api;

/// <summary>What the gateway answers itself, from the answers of all services.</summary>
public sealed class GatewayClient(HttpClient http)
{
    /// <summary>A ZIP archive of all that is held on a person.</summary>
    /// <exception cref="ApiException">It is refused, or a service does not answer.</exception>
    public async Task<Stream> ExportPersonalData(Guid person, CancellationToken ct)
    {
        var response = await http.GetAsync(
            new Uri($"people/{person}/data-export", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            ct
        );
        if (response.IsSuccessStatusCode)
            return await response.Content.ReadAsStreamAsync(ct);
        using (response)
            throw new ApiException(
                "The personal data cannot be exported.",
                (int)response.StatusCode,
                await response.Content.ReadAsStringAsync(ct),
                response.Headers.ToDictionary(header => header.Key, header => header.Value),
                innerException: null
            );
    }
}
