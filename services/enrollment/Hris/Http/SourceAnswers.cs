using System.Net;
using System.Text.Json;
using Polly;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Tells what went wrong with a request, without its address, headers and contents.</summary>
internal static class SourceAnswers
{
    public static async Task<HttpResponseMessage> Send(
        HttpClient http,
        HttpRequestMessage request,
        CancellationToken ct
    )
    {
        try
        {
            return await http.SendAsync(request, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or ExecutionRejectedException)
        {
            throw new HrisException($"{request.RequestUri!.Host} does not answer.", isTransient: true, e);
        }
    }

    public static void RequireSuccess(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
            return;
        var (host, status) = (response.RequestMessage!.RequestUri!.Host, (int)response.StatusCode);
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new HrisException(
                $"{host} refuses the credentials ({status}): check them, and what they may read.",
                isTransient: false
            ),
            HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError =>
                new($"{host} cannot answer now ({status}).", isTransient: true),
            < HttpStatusCode.BadRequest => new(
                $"{host} answers with a redirect ({status}), which is not followed: check the address.",
                isTransient: false
            ),
            _ => new($"{host} refuses the request ({status}): check the address and the settings.", isTransient: false),
        };
    }

    public static void RequireMediaType(HttpResponseMessage response, params string[] allowed)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is null || !allowed.Any(a => type.EndsWith(a, StringComparison.OrdinalIgnoreCase)))
            throw new HrisException(
                $"{response.RequestMessage!.RequestUri!.Host} answers with {type ?? "no content type"} "
                    + $"where {allowed[0]} is expected: check the address, and whether it asks for a sign-in.",
                isTransient: false
            );
    }

    public static async Task<JsonElement> ReadJson(HttpResponseMessage response, CancellationToken ct)
    {
        RequireSuccess(response);
        RequireMediaType(response, "json");
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(ct);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: ct);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The exception is left out: it may quote personal data.
            throw new HrisException(
                $"{response.RequestMessage!.RequestUri!.Host} answers with JSON that cannot be read.",
                isTransient: false
            );
        }
    }
}
