using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.Portal.Api;

internal static class ClientJson
{
    /// <summary>What a request leaves open is not sent: the API does not accept null for most of it.</summary>
    public static JsonSerializerOptions WithoutNulls(JsonSerializerOptions options)
    {
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        return options;
    }
}
