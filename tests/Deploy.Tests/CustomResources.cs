using k8s;
using k8s.Models;

namespace PeerNetwork.Deploy.Tests;

/// <summary>
/// The fields of resources of other operators that the chart writes. KubernetesClient has no types for them, and a
/// field that is not here is refused.
/// </summary>
internal static class CustomResources
{
    public static IReadOnlyDictionary<string, Type> Types { get; } =
        new Dictionary<string, Type>
        {
            ["gateway.networking.k8s.io/v1/HTTPRoute"] = typeof(HttpRoute),
            ["keda.sh/v1alpha1/ScaledObject"] = typeof(ScaledObject),
            ["keda.sh/v1alpha1/TriggerAuthentication"] = typeof(TriggerAuthentication),
            ["external-secrets.io/v1/ExternalSecret"] = typeof(ExternalSecret),
        };
}

public abstract class CustomResource<TSpec> : IKubernetesObject<V1ObjectMeta>, ISpec<TSpec>
{
    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public V1ObjectMeta Metadata { get; set; } = new();
    public TSpec Spec { get; set; } = default!;
}

/// <summary>Gateway API 1.x.</summary>
public sealed class HttpRoute : CustomResource<HttpRouteSpec>;

public sealed class HttpRouteSpec
{
    public List<ParentReference> ParentRefs { get; set; } = [];
    public List<string> Hostnames { get; set; } = [];
    public List<HttpRouteRule> Rules { get; set; } = [];
}

public sealed class ParentReference
{
    public string Name { get; set; } = "";
    public string? Namespace { get; set; }
    public string? SectionName { get; set; }
    public int? Port { get; set; }
}

public sealed class HttpRouteRule
{
    public List<HttpRouteMatch> Matches { get; set; } = [];
    public List<BackendReference> BackendRefs { get; set; } = [];
}

public sealed class HttpRouteMatch
{
    public PathMatch Path { get; set; } = new();
}

public sealed class PathMatch
{
    public string Type { get; set; } = "";
    public string Value { get; set; } = "";
}

public sealed class BackendReference
{
    public string Name { get; set; } = "";
    public int Port { get; set; }
}

/// <summary>KEDA 2.x.</summary>
public sealed class ScaledObject : CustomResource<ScaledObjectSpec>;

public sealed class ScaledObjectSpec
{
    public NameReference ScaleTargetRef { get; set; } = new();
    public int MinReplicaCount { get; set; }
    public int MaxReplicaCount { get; set; }
    public int PollingInterval { get; set; }
    public int CooldownPeriod { get; set; }
    public ScaledObjectAdvanced Advanced { get; set; } = new();
    public List<ScaleTrigger> Triggers { get; set; } = [];
}

public sealed class ScaledObjectAdvanced
{
    public AutoscalerConfig HorizontalPodAutoscalerConfig { get; set; } = new();
}

public sealed class AutoscalerConfig
{
    public V2HorizontalPodAutoscalerBehavior Behavior { get; set; } = new();
}

public sealed class ScaleTrigger
{
    public string Type { get; set; } = "";
    public NameReference AuthenticationRef { get; set; } = new();
    public Dictionary<string, string> Metadata { get; set; } = [];
}

public sealed class NameReference
{
    public string Name { get; set; } = "";
}

public sealed class TriggerAuthentication : CustomResource<TriggerAuthenticationSpec>;

public sealed class TriggerAuthenticationSpec
{
    public List<SecretTarget> SecretTargetRef { get; set; } = [];
}

public sealed class SecretTarget
{
    public string Parameter { get; set; } = "";
    public string Name { get; set; } = "";
    public string Key { get; set; } = "";
}

/// <summary>External Secrets Operator, version v1 of its API.</summary>
public sealed class ExternalSecret : CustomResource<ExternalSecretSpec>;

public sealed class ExternalSecretSpec
{
    public string RefreshInterval { get; set; } = "";
    public SecretStoreReference SecretStoreRef { get; set; } = new();
    public ExternalSecretTarget Target { get; set; } = new();
    public List<ExternalSecretData> Data { get; set; } = [];
}

public sealed class SecretStoreReference
{
    public string Kind { get; set; } = "";
    public string Name { get; set; } = "";
}

public sealed class ExternalSecretTarget
{
    public string Name { get; set; } = "";
    public string CreationPolicy { get; set; } = "";
    public string DeletionPolicy { get; set; } = "";
}

public sealed class ExternalSecretData
{
    public string SecretKey { get; set; } = "";
    public RemoteReference RemoteRef { get; set; } = new();
}

public sealed class RemoteReference
{
    public string Key { get; set; } = "";
    public string Property { get; set; } = "";
}
