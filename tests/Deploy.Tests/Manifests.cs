using System.Collections.Concurrent;
using k8s;
using k8s.Models;

namespace PeerNetwork.Deploy.Tests;

/// <summary>The pods that a Deployment or a Job starts.</summary>
internal sealed record Workload(IKubernetesObject<V1ObjectMeta> Owner, V1PodTemplateSpec Template)
{
    public V1PodSpec Pod => Template.Spec;

    public IEnumerable<V1Container> Containers => [.. Pod.InitContainers ?? [], .. Pod.Containers];

    /// <summary>The name of the service, or <c>schema</c>.</summary>
    public string Component => Template.Metadata.Labels["app.kubernetes.io/component"];

    public bool IsSelectedBy(V1LabelSelector selector) =>
        selector.MatchExpressions is null or []
        && (selector.MatchLabels ?? new Dictionary<string, string>()).All(label =>
            Template.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value
        );

    public bool HasPort(string port) =>
        Containers.Any(c => (c.Ports ?? []).Any(p => p.Name == port || $"{p.ContainerPort}" == port));
}

/// <summary>What the chart renders, read strictly: a field that Kubernetes does not know is an error.</summary>
internal sealed class Manifests
{
    private static readonly ConcurrentDictionary<string, Manifests> Rendered = new();

    private Manifests(string yaml)
    {
        Yaml = yaml;
        All =
        [
            .. KubernetesYaml
                .LoadAllFromString(yaml, CustomResources.Types.ToDictionary(), strict: true)
                .Cast<IKubernetesObject<V1ObjectMeta>>(),
        ];
        Workloads =
        [
            .. Of<V1Deployment>().Select(d => new Workload(d, d.Spec.Template)),
            .. Of<V1Job>().Select(j => new Workload(j, j.Spec.Template)),
        ];
    }

    public string Yaml { get; }

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    public IEnumerable<Workload> Deployments => Workloads.Where(w => w.Owner is V1Deployment);

    /// <summary>The manifests of a value file of the chart.</summary>
    public static Manifests Of(string values) => Rendered.GetOrAdd(values, file => Render(file));

    public static Manifests Render(string values, params string[] arguments)
    {
        var helm = Helm.Template(values, arguments);
        helm.ExitCode.ShouldBe(0, helm.Error);
        return new(helm.Output);
    }

    public IEnumerable<T> Of<T>() => All.OfType<T>();

    public T Named<T>(string name)
        where T : IKubernetesObject<V1ObjectMeta> => Of<T>().Single(o => o.Metadata.Name == name);
}

/// <summary>The value files of the chart.</summary>
internal sealed class ValueFiles : TheoryData<string>
{
    public const string Small = "values-small.yaml",
        Standard = "values-standard.yaml",
        Large = "values-large.yaml";

    public ValueFiles() => AddRange(Small, Standard, Large);
}
