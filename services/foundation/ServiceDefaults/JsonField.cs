namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Names the type of a form field that holds JSON, for the OpenAPI document. The slice gets the field as text.
/// </summary>
internal sealed record JsonField(string Name, Type Type);

public static class JsonFields
{
    public static TBuilder WithJsonField<TBuilder>(this TBuilder route, string name, Type type)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new JsonField(name, type));
}
