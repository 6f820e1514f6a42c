using k8s.Models;

namespace PeerNetwork.Deploy.Tests;

/// <summary>Who may talk to whom: the arrows of the architecture and nothing else.</summary>
public sealed class NetworkTests
{
    private const string Outside = "outside";

    private static readonly string[] Services = ["enrollment", "matching", "engagement", "analytics"];

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Everything_is_denied_to_every_pod(string values)
    {
        var manifests = Manifests.Of(values);
        var deny = manifests.Named<V1NetworkPolicy>($"{Helm.Release}-default-deny").Spec;
        deny.PolicyTypes.ShouldBe(["Ingress", "Egress"]);
        (deny.Ingress, deny.Egress).ShouldBe((null, null));
        manifests.Workloads.ShouldAllBe(w => w.IsSelectedBy(deny.PodSelector));
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void The_gateway_calls_services_and_nothing_else_calls_them(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Workloads)
        {
            string[] expected =
                Services.Append("portal").Contains(workload.Component) ? ["gateway"]
                : workload.Component == "gateway" ? ["portal", Outside]
                : [];
            CallersOf(workload, manifests).ShouldBe(expected, workload.Component);
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Pods_reach_only_what_they_use(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Workloads)
        {
            string[] expected = workload.Component switch
            {
                "gateway" => ["53", "443", "4317", "portal", .. Services],
                "portal" => ["53", "5432", "443", "4317", "gateway"],
                "schema" => ["53", "5432"],
                _ => ["53", "5432", "5672", "443", "4317"],
            };
            DestinationsOf(workload, manifests).ShouldBe(expected, ignoreOrder: true, workload.Component);
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_policy_names_ports_that_its_pods_have(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var policy in manifests.Of<V1NetworkPolicy>().Select(p => p.Spec))
        foreach (var rule in policy.Ingress ?? [])
        {
            rule.FromProperty.ShouldNotBeEmpty();
            rule.Ports.ShouldNotBeEmpty();
            foreach (var workload in manifests.Workloads.Where(w => w.IsSelectedBy(policy.PodSelector)))
                rule.Ports.ShouldAllBe(port => workload.HasPort(port.Port.Value));
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_rule_names_a_destination_and_a_port(string values)
    {
        foreach (var rule in Manifests.Of(values).Of<V1NetworkPolicy>().SelectMany(p => p.Spec.Egress ?? []))
        {
            rule.To.ShouldNotBeEmpty();
            rule.Ports.ShouldNotBeEmpty();
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Every_selector_finds_pods_of_one_component(string values)
    {
        var manifests = Manifests.Of(values);
        V1LabelSelector[] selectors =
        [
            .. manifests.Of<V1Service>().Select(s => new V1LabelSelector { MatchLabels = s.Spec.Selector }),
            .. manifests.Of<V1PodDisruptionBudget>().Select(b => b.Spec.Selector),
            .. manifests.Of<V1Deployment>().Select(d => d.Spec.Selector),
            .. manifests
                .Of<V1NetworkPolicy>()
                .Where(p => p.Metadata.Name != $"{Helm.Release}-default-deny")
                .Select(p => p.Spec.PodSelector),
            .. manifests
                .Deployments.SelectMany(w => w.Pod.TopologySpreadConstraints ?? [])
                .Select(c => c.LabelSelector),
        ];
        foreach (var selector in selectors)
            manifests
                .Workloads.Where(w => w.IsSelectedBy(selector))
                .Select(w => w.Component)
                .Distinct()
                .ShouldHaveSingleItem();
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_service_leads_to_a_port_that_its_pods_have(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var service in manifests.Of<V1Service>().Select(s => s.Spec))
        foreach (
            var workload in manifests.Workloads.Where(w => w.IsSelectedBy(new() { MatchLabels = service.Selector }))
        )
            service.Ports.ShouldAllBe(port => workload.HasPort(port.TargetPort.Value));
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void The_gateway_has_an_address_for_each_service_that_it_calls(string values)
    {
        var manifests = Manifests.Of(values);
        var settings = manifests.Named<V1ConfigMap>($"{Helm.Release}-gateway").Data;
        foreach (var service in Services)
        {
            var address = new Uri(settings[$"Services__{service}__http__0"]);
            manifests.Named<V1Service>(address.Host).Spec.Ports.ShouldContain(p => p.Port == address.Port);
        }
    }

    [HelmFact]
    public void An_ingress_leads_to_the_gateway()
    {
        var manifests = Manifests.Of(ValueFiles.Small);
        var ingress = manifests.Of<V1Ingress>().ShouldHaveSingleItem().Spec;
        ingress.Tls.ShouldHaveSingleItem().Hosts.ShouldBe([ingress.Rules.ShouldHaveSingleItem().Host]);
        var backend = ingress.Rules[0].Http.Paths.ShouldHaveSingleItem().Backend.Service;
        backend.Name.ShouldBe($"{Helm.Release}-gateway");
        manifests.Named<V1Service>(backend.Name).Spec.Ports.ShouldContain(p => p.Name == backend.Port.Name);
        manifests.Of<HttpRoute>().ShouldBeEmpty();
    }

    [HelmTheory]
    [InlineData(ValueFiles.Standard)]
    [InlineData(ValueFiles.Large)]
    public void A_route_leads_to_the_gateway(string values)
    {
        var manifests = Manifests.Of(values);
        var route = manifests.Of<HttpRoute>().ShouldHaveSingleItem().Spec;
        var backend = route.Rules.ShouldHaveSingleItem().BackendRefs.ShouldHaveSingleItem();
        backend.Name.ShouldBe($"{Helm.Release}-gateway");
        manifests.Named<V1Service>(backend.Name).Spec.Ports.ShouldContain(p => p.Port == backend.Port);
        manifests.Of<V1Ingress>().ShouldBeEmpty();
    }

    private static IEnumerable<string> CallersOf(Workload workload, Manifests manifests) =>
        PoliciesOf(workload, manifests)
            .SelectMany(policy => policy.Ingress ?? [])
            .SelectMany(rule => rule.FromProperty)
            .SelectMany(peer => ComponentsOf(peer, manifests) is [_, ..] components ? components : [Outside]);

    /// <summary>Components of the release by name, what is outside of it by port.</summary>
    private static IEnumerable<string> DestinationsOf(Workload workload, Manifests manifests) =>
        PoliciesOf(workload, manifests)
            .SelectMany(policy => policy.Egress ?? [])
            .SelectMany(rule =>
                rule.To.SelectMany(peer =>
                    ComponentsOf(peer, manifests) is [_, ..] components
                        ? components
                        : rule.Ports.Select(port => port.Port.Value).Distinct()
                )
            );

    private static IEnumerable<V1NetworkPolicySpec> PoliciesOf(Workload workload, Manifests manifests) =>
        manifests.Of<V1NetworkPolicy>().Select(p => p.Spec).Where(p => workload.IsSelectedBy(p.PodSelector));

    private static string[] ComponentsOf(V1NetworkPolicyPeer peer, Manifests manifests) =>
        peer is { PodSelector: { } pods, NamespaceSelector: null }
            ? [.. manifests.Workloads.Where(w => w.IsSelectedBy(pods)).Select(w => w.Component).Distinct()]
            : [];
}
