using k8s;
using k8s.Models;
using MassTransit;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PeerNetwork.Deploy.Tests;

/// <summary>The release as a whole: settings, secrets, scaling and what runs before an upgrade.</summary>
public sealed class ReleaseTests
{
    private static readonly string[] Databases = ["analytics", "engagement", "enrollment", "matching", "portal"];

    private static readonly string[] TextFields =
    [
        "annotations",
        "args",
        "data",
        "labels",
        "matchLabels",
        "metadata",
        "value",
    ];

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Every_document_is_of_a_known_kind_and_in_the_namespace(string values)
    {
        var manifests = Manifests.Of(values);
        manifests.All.Count.ShouldBe(manifests.Yaml.Split('\n').Count(line => line.StartsWith("kind: ")));
        foreach (var resource in manifests.All)
            resource.Metadata.NamespaceProperty.ShouldBe(resource is V1PriorityClass ? null : Helm.Namespace);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void No_name_is_used_twice_for_a_kind(string values) =>
        Manifests.Of(values).All.Select(o => $"{o.Kind} {o.Metadata.Name}").ShouldBeUnique();

    /// <summary>The typed reader takes such a value for a text; Kubernetes refuses it.</summary>
    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void No_text_is_written_as_a_number_or_a_truth_value(string values)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Manifests.Of(values).Yaml));
        foreach (var field in yaml.Documents.SelectMany(d => TextsIn(d.RootNode, isText: false)))
            (field.Style == ScalarStyle.Plain && IsNoText(field.Value!)).ShouldBeFalse(field.Value);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Rendering_again_gives_the_same(string values) =>
        Helm.Template(values).Output.ShouldBe(Manifests.Of(values).Yaml);

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void The_release_has_no_secret_in_it(string values)
    {
        var manifests = Manifests.Of(values);
        manifests.Of<V1Secret>().ShouldBeEmpty();
        foreach (var setting in manifests.Of<V1ConfigMap>().SelectMany(c => c.Data))
        {
            setting.Key.ShouldNotContain("ConnectionStrings");
            setting.Key.ShouldNotEndWith("Key");
            setting.Value.ShouldNotContain("Password", Case.Insensitive);
        }
        foreach (var variable in manifests.Workloads.SelectMany(w => w.Containers).SelectMany(c => c.Env))
            if (variable.Name.Contains("ConnectionStrings") || variable.Name.EndsWith("Key"))
                variable.ValueFrom.SecretKeyRef.ShouldNotBeNull(variable.Name);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_service_gets_every_setting_that_it_refuses_to_start_without(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Deployments)
        {
            var container = workload.Containers.Single();
            var settings = manifests.Named<V1ConfigMap>(container.EnvFrom.Single().ConfigMapRef.Name).Data;
            var names = container.Env.Select(v => v.Name).Concat(settings.Keys).ToArray();
            names.ShouldBeUnique();
            foreach (var required in RequiredSettings(workload.Component))
                names.ShouldContain(required, workload.Component);
            settings["ASPNETCORE_HTTP_PORTS"].ShouldBe($"{container.Ports.Single().ContainerPort}");
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void The_schema_is_applied_and_checked_before_an_installation_and_an_upgrade(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var database in Databases)
        {
            var job = manifests.Named<V1Job>($"{Helm.Release}-{database}-schema");
            var service = manifests.Named<V1Deployment>($"{Helm.Release}-{database}");
            service
                .Spec.Template.Spec.Containers.Single()
                .Env.Single(v => v.Name == $"ConnectionStrings__{database}")
                .ValueFrom.SecretKeyRef.Key.ShouldBe("database");
            job.Metadata.Annotations["helm.sh/hook"].ShouldBe("pre-install,pre-upgrade");
            var pod = job.Spec.Template.Spec;
            pod.InitContainers.ShouldHaveSingleItem().Args.ShouldBe(["db-apply"]);
            pod.Containers.ShouldHaveSingleItem().Args.ShouldBe(["db-assert"]);
            foreach (var container in pod.InitContainers.Concat(pod.Containers))
            {
                container.Image.ShouldBe(service.Spec.Template.Spec.Containers.Single().Image);
                // As the owner, and with no other secret.
                var secret = container.Env.Single(v => v.ValueFrom is not null);
                (secret.Name, secret.ValueFrom.SecretKeyRef.Key).ShouldBe(
                    ($"ConnectionStrings__{database}", "database-owner")
                );
                container.Env.Single(v => v.Name == "EventSourcing__ServiceRole").Value.ShouldBe($"{database}_service");
            }
        }
        manifests.Of<V1Job>().Count().ShouldBe(Databases.Length);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_service_does_not_change_its_schema(string values)
    {
        foreach (var database in Databases)
            Manifests
                .Of(values)
                .Named<V1ConfigMap>($"{Helm.Release}-{database}")
                .Data["EventSourcing__CreatesSchema"]
                .ShouldBe("false");
    }

    /// <summary>A Job that runs before the installation can use only what was made before it.</summary>
    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void What_the_jobs_need_is_made_before_them(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Workloads.Where(w => w.Owner is V1Job))
        {
            workload.Containers.ShouldAllBe(c => c.EnvFrom == null);
            WeightOf(manifests.Named<V1ServiceAccount>(workload.Pod.ServiceAccountName)).ShouldBeLessThan(0);
            WeightOf(manifests.Named<V1NetworkPolicy>($"{Helm.Release}-schema")).ShouldBeLessThan(0);
            foreach (var secret in SecretKeysOf(workload).Select(s => s.Name).Distinct())
                if (manifests.Of<ExternalSecret>().Any())
                    WeightOf(manifests.Named<ExternalSecret>(secret)).ShouldBeLessThan(0);
        }
    }

    [HelmTheory]
    [InlineData(ValueFiles.Standard)]
    [InlineData(ValueFiles.Large)]
    public void External_secrets_hold_every_key_that_is_used(string values)
    {
        var manifests = Manifests.Of(values);
        var used = manifests
            .Workloads.SelectMany(SecretKeysOf)
            .Concat(
                manifests
                    .Of<TriggerAuthentication>()
                    .SelectMany(t => t.Spec.SecretTargetRef)
                    .Select(t => (t.Name, t.Key))
            );
        var held = manifests
            .Of<ExternalSecret>()
            .SelectMany(s => s.Spec.Data.Select(d => (s.Spec.Target.Name, d.SecretKey)));
        held.ShouldBe(used.Distinct(), ignoreOrder: true);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Every_service_has_a_disruption_budget_that_lets_a_node_be_drained(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Deployments)
        {
            var budget = manifests.Named<V1PodDisruptionBudget>(workload.Owner.Metadata.Name).Spec;
            workload.IsSelectedBy(budget.Selector).ShouldBeTrue();
            (budget.MinAvailable, budget.MaxUnavailable.Value).ShouldBe((null, "1"));
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Replicas_are_counted_by_the_deployment_or_by_its_autoscaler(string values)
    {
        var manifests = Manifests.Of(values);
        var scaled = manifests
            .Of<V2HorizontalPodAutoscaler>()
            .Select(h => h.Spec.ScaleTargetRef.Name)
            .Concat(manifests.Of<ScaledObject>().Select(s => s.Spec.ScaleTargetRef.Name))
            .ToArray();
        scaled.ShouldBeUnique();
        foreach (var target in scaled)
            manifests.Named<V1Deployment>(target).Spec.Replicas.ShouldBeNull();
        foreach (var deployment in manifests.Of<V1Deployment>().ExceptBy(scaled, d => d.Metadata.Name))
            deployment.Spec.Replicas.ShouldNotBeNull().ShouldBeGreaterThan(0);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Runs_are_computed_by_workers_or_by_matching_itself(string values)
    {
        var roles = Manifests
            .Of(values)
            .Of<V1ConfigMap>()
            .Select(c =>
                c.Data.TryGetValue("Runs__Role", out var role) ? Enum.Parse<ReplicaRole>(role) : (ReplicaRole?)null
            )
            .OfType<ReplicaRole>();
        roles.ShouldBe(
            values == ValueFiles.Small ? [ReplicaRole.All] : [ReplicaRole.Api, ReplicaRole.Worker],
            ignoreOrder: true
        );
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Only_what_stands_behind_an_ingress_trusts_forwarded_addresses(string values)
    {
        var trusting = Manifests
            .Of(values)
            .Of<V1ConfigMap>()
            .Where(c => c.Data.ContainsKey("ASPNETCORE_FORWARDEDHEADERS_ENABLED"));
        trusting.ShouldHaveSingleItem().Metadata.Name.ShouldBe($"{Helm.Release}-gateway");
    }

    [HelmFact]
    public void Matching_workers_scale_with_the_queue_of_runs()
    {
        var manifests = Manifests.Of(ValueFiles.Large);
        var scaler = manifests.Named<ScaledObject>($"{Helm.Release}-matching-worker").Spec;
        var trigger = scaler.Triggers.ShouldHaveSingleItem();
        trigger.Type.ShouldBe("rabbitmq");
        var names = new KebabCaseEndpointNameFormatter("matching", includeNamespace: false);
        trigger.Metadata["queueName"].ShouldBe(names.Consumer<WhenVariantDue>());
        manifests.Named<TriggerAuthentication>(trigger.AuthenticationRef.Name);
        var (worker, api) = (ImageOf("matching-worker"), ImageOf("matching"));
        worker.ShouldBe(api);

        string ImageOf(string service) =>
            manifests.Named<V1Deployment>($"{Helm.Release}-{service}").Spec.Template.Spec.Containers.Single().Image;
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void An_upgrade_starts_a_new_pod_before_it_stops_one(string values)
    {
        foreach (var deployment in Manifests.Of(values).Of<V1Deployment>())
            deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value.ShouldBe("0");
    }

    [Fact]
    public void Each_document_of_a_sample_names_what_it_is()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy", "samples"), "*.yaml"))
        {
            var yaml = new YamlStream();
            using var reader = new StreamReader(file);
            yaml.Load(reader);
            yaml.Documents.ShouldNotBeEmpty(file);
            foreach (var document in yaml.Documents.Select(d => d.RootNode))
            {
                $"{document["apiVersion"]}{document["kind"]}".ShouldNotBeEmpty(file);
                $"{document["metadata"]["name"]}".ShouldNotBeEmpty(file);
            }
        }
    }

    [Fact]
    public void The_samples_are_the_destinations_of_the_policies()
    {
        var values = File.ReadAllText(Path.Combine(Helm.Chart, "values.yaml"));
        values.ShouldContain("cnpg.io/cluster: peernetwork-database");
        values.ShouldContain("app.kubernetes.io/name: peernetwork-broker");
        Sample("cloudnative-pg.yaml").ShouldContain("  name: peernetwork-database\n");
        Sample("rabbitmq.yaml").ShouldContain("  name: peernetwork-broker\n");

        static string Sample(string name) => File.ReadAllText(Path.Combine(Repository.Root, "deploy", "samples", name));
    }

    private static string[] RequiredSettings(string component)
    {
        string[] tokens = ["Auth__Authority", "Auth__Issuer", "Auth__Audience"];
        var service = component == "matching-worker" ? "matching" : component;
        return service switch
        {
            "gateway" => tokens,
            "portal" =>
            [
                "Auth__Authority",
                "ConnectionStrings__portal",
                "Services__gateway__http__0",
                "Portal__MasterKey",
            ],
            _ =>
            [
                .. tokens,
                $"ConnectionStrings__{service}",
                "ConnectionStrings__rabbitmq",
                "PersonalData__MasterKey",
                "Auth__AccountKey",
                .. service is "enrollment" or "matching" ? ["PersonalData__ExchangeKey"] : Array.Empty<string>(),
            ],
        };
    }

    private static IEnumerable<(string Name, string Key)> SecretKeysOf(Workload workload) =>
        workload
            .Containers.SelectMany(c => c.Env)
            .Select(v => v.ValueFrom?.SecretKeyRef)
            .OfType<V1SecretKeySelector>()
            .Select(s => (s.Name, s.Key));

    private static int WeightOf(IKubernetesObject<V1ObjectMeta> hook) =>
        int.Parse(hook.Metadata.Annotations["helm.sh/hook-weight"]);

    private static IEnumerable<YamlScalarNode> TextsIn(YamlNode node, bool isText) =>
        node switch
        {
            YamlScalarNode scalar when isText => [scalar],
            YamlSequenceNode list => list.SelectMany(item => TextsIn(item, isText)),
            YamlMappingNode map => map.SelectMany(field =>
                TextsIn(field.Value, isText || (TextFields.Contains($"{field.Key}") && !IsAmount(map)))
            ),
            _ => [],
        };

    /// <summary>The value of a policy of a HorizontalPodAutoscaler and of a PriorityClass is a number.</summary>
    private static bool IsAmount(YamlMappingNode map) =>
        map.Children.ContainsKey("periodSeconds")
        || (map.Children.TryGetValue("kind", out var kind) && $"{kind}" == "PriorityClass");

    private static bool IsNoText(string value) =>
        value is "" or "true" or "false" or "null" or "~" or "yes" or "no" || double.TryParse(value, out _);
}
