using System.Net.Http.Headers;

namespace PeerNetwork.HostileInput.Tests.Attacks;

internal static class RequestFactory
{
    /// <summary>Creates a request with this token. Its address is sent without changes.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="token">The token; null for an anonymous request.</param>
    /// <param name="values">The values of the parameters.</param>
    /// <param name="content">The body.</param>
    /// <param name="at">The base address, if it is not the service's own address.</param>
    public static HttpRequestMessage CreateRequest(
        this Operation operation,
        string? token,
        Func<Parameter, string?> values,
        HttpContent? content = null,
        Uri? at = null
    )
    {
        var request = new HttpRequestMessage(
            new(operation.Method),
            CreateRawUri(at ?? operation.Service.Address, operation.Address(values))
        )
        {
            Content = content,
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <summary>A valid body for the operation; null if it has no body.</summary>
    public static HttpContent? CreateValidBody(this Operation operation, ValidValues values) =>
        operation.Body switch
        {
            null => null,
            (HostileBody.Json, var schema) => new HostileBody("", "", values.Of(schema).ToJsonString()).Content(),
            (var type, _) => FormAttacks.Valid(type),
        };

    public static Uri CreateRawUri(Uri at, string address) =>
        new(
            $"{at.ToString().TrimEnd('/')}{address}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
}
