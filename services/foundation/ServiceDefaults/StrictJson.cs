using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// JSON that means exactly one thing: what is unknown, missing, doubled or of another type is refused, not guessed at.
/// </summary>
public static class StrictJson
{
    internal const int Depth = 32;

    public static IServiceCollection AddStrictJson(this IServiceCollection services) =>
        services
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
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(
            MayLackWhatMayBeNull
        );
        json.Converters.Add(new ValidTextConverter());
        json.Converters.Add(new WordConverters());
        json.WithSharedConverters();
    }

    /// <summary>A field that may be null may as well be left out.</summary>
    private static void MayLackWhatMayBeNull(JsonTypeInfo type)
    {
        foreach (var field in type.Properties.Where(p => p.AssociatedParameter is { IsNullable: true }))
            field.IsRequired = false;
    }
}

/// <summary>
/// A value that is refused for a reason of ours; the message is the end of a sentence for the client that begins with
/// its place.
/// </summary>
internal sealed class UnwantedValueException(string demand) : JsonException(demand);
