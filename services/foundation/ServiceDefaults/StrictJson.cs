using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults;

/// <summary>JSON that means exactly one thing: what is unknown, missing, doubled or of another type is refused, not guessed at.</summary>
public static class StrictJson
{
    internal const int Depth = 32;

    public static IServiceCollection AddStrictJson(this IServiceCollection services) => services
        .ConfigureHttpJsonOptions(http => http.SerializerOptions.BeStrict())
        .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

    private static void BeStrict(this JsonSerializerOptions json)
    {
        json.MaxDepth = Depth;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.Converters.Add(new CleanTextConverter());
        json.Converters.Add(new WordConverters());
        json.WithSharedConverters();
    }
}

/// <summary>A value that is refused for a reason of ours; the message is the end of a sentence for the client that begins with its place.</summary>
internal sealed class UnwantedValueException(string demand) : JsonException(demand);
