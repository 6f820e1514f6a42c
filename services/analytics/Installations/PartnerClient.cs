using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using PeerNetwork.Analytics.Indicators;
using PeerNetwork.ServiceDefaults;
using Item = PeerNetwork.Analytics.Installations.ListSharedFigures.Item;

namespace PeerNetwork.Analytics.Installations;

/// <summary>The whole list of a partner at one moment.</summary>
/// <param name="ETag">Its tag; null where the partner gives none.</param>
public sealed record PartnerSnapshot(IReadOnlyList<Item> Items, string? ETag);

/// <summary>
/// The figures of a partner could not be read, or break a rule. The message is a sentence for operators.
/// </summary>
public sealed class PartnerException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Reads the figures of partner installations.</summary>
/// <remarks>
/// A partner may be broken or hostile: its answers have limits of size, number and time, redirects are not followed,
/// and the JSON is read as strictly as that of a request.
/// </remarks>
public sealed class PartnerClient(HttpClient http, IOptions<JsonOptions> json, TimeProvider clock)
{
    public const int MaxAnswerBytes = 16 * 1024 * 1024;

    private const int PageSize = 50,
        MaxPages = 100,
        MaxItems = 4_000,
        MaxCursorLength = 200;

    /// <summary>Of one answer, until its last byte.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly ProgramFigures.Validator Rules = new();

    /// <summary>The field of a token response (RFC 6749, section 5.1) that is used; the others are ignored.</summary>
    private sealed record TokenResponse([property: JsonPropertyName("access_token")] string? AccessToken);

    /// <summary>Reads all pages. They have to be of the same list.</summary>
    /// <param name="name">The name that the partner has to give itself.</param>
    /// <param name="known">The tag of the list that was read before.</param>
    /// <returns>Null where the list is still the one that was read before.</returns>
    /// <exception cref="PartnerException">The list is unavailable or invalid.</exception>
    public async Task<PartnerSnapshot?> Read(string name, PartnerSettings partner, string? known, CancellationToken ct)
    {
        var token = await GetToken(partner, ct);
        var items = new List<Item>();
        string? tag = null;
        var cursor = "";
        for (var page = 1; page <= MaxPages; page++)
        {
            using var request = RequestFor(partner, cursor, token, page == 1 ? known : null);
            using var response = await Send(request, ct);
            if (page == 1 && known is not null && response.StatusCode is HttpStatusCode.NotModified)
                return null;
            RequireOk(response, "The partner");
            if (page > 1 && response.Headers.ETag?.ToString() != tag)
                throw new PartnerException("The list changed while it was read.");
            tag = response.Headers.ETag?.ToString();
            var read = await ReadPage(response, ct);
            items.AddRange(read.Items);
            if (items.Count > MaxItems)
                throw new PartnerException($"The list has more than {MaxItems} items.");
            if (read.Next is null)
            {
                Check(name, items);
                return new(items, tag);
            }

            if (read.Next.Length > MaxCursorLength)
                throw new PartnerException("The cursor of the next page is too long.");
            cursor = read.Next;
        }

        throw new PartnerException($"The list has more than {MaxPages} pages.");
    }

    private async Task<string> GetToken(PartnerSettings partner, CancellationToken ct)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = partner.ClientId!,
            ["client_secret"] = partner.ClientSecret!,
        };
        if (partner.Scope is { Length: > 0 } scope)
            form.Add("scope", scope);
        using var request = new HttpRequestMessage(HttpMethod.Post, partner.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(form),
        };
        using var response = await Send(request, ct);
        RequireOk(response, "The token endpoint");
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            var token = await JsonSerializer.DeserializeAsync<TokenResponse>(body, cancellationToken: ct);
            if (
                token?.AccessToken is { Length: > 0 } access
                && AuthenticationHeaderValue.TryParse($"Bearer {access}", out _)
            )
                return access;
        }
        catch (JsonException)
        {
            // The same as a response without a token.
        }

        throw new PartnerException("The token endpoint gave no access token.");
    }

    private static HttpRequestMessage RequestFor(PartnerSettings partner, string cursor, string token, string? known)
    {
        var address = $"{partner.Address!.AbsoluteUri.TrimEnd('/')}/shared-figures?limit={PageSize}";
        if (cursor.Length > 0)
            address += $"&cursor={Uri.EscapeDataString(cursor)}";
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new("Bearer", token);
        if (known is not null && EntityTagHeaderValue.TryParse(known, out var tag))
            request.Headers.IfNoneMatch.Add(tag);
        return request;
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, CancellationToken ct)
    {
        var host = request.RequestUri!.Host;
        try
        {
            return await http.SendAsync(request, ct);
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new PartnerException($"The answer of {host} is larger than {MaxAnswerBytes} bytes.", e);
        }
        catch (HttpRequestException e)
        {
            throw new PartnerException($"{host} cannot be reached: {e.HttpRequestError}.", e);
        }
        catch (TaskCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new PartnerException($"{host} did not answer within {http.Timeout.TotalSeconds} seconds.", e);
        }
    }

    private static void RequireOk(HttpResponseMessage response, string sender)
    {
        if (response.StatusCode is not HttpStatusCode.OK)
            throw new PartnerException($"{sender} answered with status {(int)response.StatusCode}.");
    }

    private async Task<PageResponse<Item>> ReadPage(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(ct);
            return await JsonSerializer.DeserializeAsync<PageResponse<Item>>(body, json.Value.SerializerOptions, ct)
                ?? throw new PartnerException("The answer is null.");
        }
        catch (JsonException e)
        {
            // The message and the path may hold text of the partner.
            throw new PartnerException(
                $"The answer is not as the OpenAPI document describes it (line {e.LineNumber + 1}, "
                    + $"byte {e.BytePositionInLine + 1}).",
                e
            );
        }
    }

    private void Check(string name, List<Item> items)
    {
        if (items.Any(i => i is null))
            throw new PartnerException("An item is null.");
        if (items.DistinctBy(i => i.Id).Count() != items.Count)
            throw new PartnerException("An id is given twice.");
        if (items.DistinctBy(i => (i.Program, i.Period)).Count() != items.Count)
            throw new PartnerException("A program is given twice for one period.");
        if (items.Any(i => i.Installation != name))
            throw new PartnerException("The partner calls itself by another name than the settings.");
        foreach (var (n, item) in items.Index())
        {
            if (item.Version < 1)
                throw new PartnerException($"items[{n}].version must be 1 or more.");
            if (Rules.Validate(item.ToFigures()) is { IsValid: false, Errors: [var error, ..] })
                throw new PartnerException($"items[{n}].{error.PropertyName} {error.ErrorMessage}.");
            if (Period.TryParse(item.Period, out var period) && period.Ends >= Today)
                throw new PartnerException($"items[{n}].period has not ended.");
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
}
