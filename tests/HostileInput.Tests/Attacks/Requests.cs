using System.Net.Http.Headers;

namespace PeerNetwork.HostileInput.Tests.Attacks;

internal static class Requests
{
    /// <summary>
    /// A request of an operation as somebody with this token sends it; its address goes over the wire as it is written.
    /// </summary>
    /// <param name="operation">What is asked for.</param>
    /// <param name="token">Null for nobody.</param>
    /// <param name="values">The values of the parameters.</param>
    /// <param name="content">The body.</param>
    /// <param name="at">Where the service is reached, where that is not the service's own address.</param>
    public static HttpRequestMessage By(
        this Operation operation,
        string? token,
        Func<Parameter, string?> values,
        HttpContent? content = null,
        Uri? at = null
    )
    {
        var request = new HttpRequestMessage(
            new(operation.Method),
            Raw(at ?? operation.Service.Address, operation.Address(values))
        )
        {
            Content = content,
        };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    /// <summary>The operation's good body; null for one that takes none.</summary>
    public static HttpContent? GoodBody(this Operation operation, Samples samples) =>
        operation.Body switch
        {
            null => null,
            (HostileBody.Json, var schema) => new HostileBody("", "", samples.Of(schema).ToJsonString()).Content(),
            (var type, _) => Forms.Good(type),
        };

    public static Uri Raw(Uri at, string address) =>
        new(
            $"{at.ToString().TrimEnd('/')}{address}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
}
