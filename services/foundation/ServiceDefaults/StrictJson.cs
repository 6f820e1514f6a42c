using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Strict JSON: fields that are unknown, missing, duplicate or of another type are rejected.</summary>
public static class StrictJson
{
    internal const int MaxDepth = 32;

    public static IServiceCollection AddStrictJson(this IServiceCollection services) =>
        services
            .ConfigureHttpJsonOptions(http => http.SerializerOptions.ConfigureStrict())
            .Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);

    private static void ConfigureStrict(this JsonSerializerOptions json)
    {
        json.MaxDepth = MaxDepth;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.PropertyNameCaseInsensitive = false;
        json.AllowDuplicateProperties = false;
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.RespectRequiredConstructorParameters = true;
        json.TypeInfoResolver = (json.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(
            MakeNullableFieldsOptional
        );
        json.Converters.Add(new ValidTextConverter());
        json.Converters.Add(new StrictEnumConverters());
        json.WithSharedConverters();
    }

    /// <summary>A client may leave out a field that may be null.</summary>
    private static void MakeNullableFieldsOptional(JsonTypeInfo type)
    {
        foreach (var field in type.Properties.Where(p => p.AssociatedParameter is { IsNullable: true }))
            field.IsRequired = false;
    }
}

/// <summary>
/// A converter of ours rejects a value. The message is the end of a sentence that begins with the location of the
/// value.
/// </summary>
internal sealed class InvalidJsonValueException(string requirement) : JsonException(requirement);
