namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Tells the OpenAPI document what a field of a form holds as JSON; the slice itself gets it as text.
/// </summary>
internal sealed record JsonField(string Name, Type Type);

public static class JsonFields
{
    public static TBuilder WithJsonField<TBuilder>(this TBuilder route, string name, Type type)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new JsonField(name, type));
}
