using k8s.Models;

namespace PeerNetwork.Deploy.Tests;

/// <summary>The chart refuses values that it does not know, and takes a further service as one entry.</summary>
public sealed class ValuesTests
{
    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Helm_finds_nothing_to_complain_about(string values)
    {
        var lint = Helm.Run("lint", "--strict", Helm.Chart, "--values", Path.Combine(Helm.Chart, values));
        lint.ExitCode.ShouldBe(0, lint.Output);
    }

    [HelmTheory]
    [InlineData("services.enrollment.replica=3")]
    [InlineData("services.enrollment.scaling.by=memory")]
    [InlineData("services.enrollment.scaling.min=0")]
    [InlineData("services.enrollment.scaling.min=two")]
    [InlineData("services.enrollment.resources.limits.disk=1Gi")]
    [InlineData("services.enrollment.resources.limits.memory=much")]
    [InlineData("services.enrollment.shutdown.preStopSeconds=0")]
    [InlineData("services.Enrollment.image=enrollment")]
    [InlineData("services.other.exposed=true")]
    [InlineData("services.enrollment.settings.PersonalData__MasterKey=a")]
    [InlineData("services.enrollment.settings.ConnectionStrings__enrollment=a")]
    [InlineData("settings.Auth__AccountKey=a")]
    [InlineData("image.version=1")]
    [InlineData("image.digests.enrollment=latest")]
    [InlineData("tokens.authority=http://login.example.com/")]
    [InlineData("tokens.audience=")]
    [InlineData("exposure.kind=nodePort")]
    [InlineData("exposure.host=")]
    [InlineData("exposure.ingress.tlsSecret=")]
    [InlineData("telemetry.endpoint=collector")]
    [InlineData("network.destinations.database.ports=null")]
    [InlineData("network.destinations.mail.port=25")]
    [InlineData("secrets.external.enabled=true")]
    [InlineData("priorityClasses.serving.value=2000000000")]
    [InlineData("certificates[0].name=database")]
    [InlineData("services.enrollment.files[0].name=hr")]
    [InlineData("unknown=1")]
    public void The_schema_refuses(string value)
    {
        var helm = Helm.Template(ValueFiles.Small, "--set", value);
        helm.ExitCode.ShouldNotBe(0, value);
        helm.Error.ShouldContain("values don't meet the specifications of the schema");
    }

    [HelmTheory]
    [InlineData("services.matching.settings.Runs__Role=Api", "services.matching leaves runs to workers")]
    [InlineData("services.gateway.calls={unknown}", "services.gateway.calls names unknown")]
    [InlineData("services.analytics.enabled=false", "services.gateway.calls names analytics")]
    [InlineData("services.gateway.uses={mail}", "services.gateway.uses names mail")]
    [InlineData("services.gateway.scaling.min=9", "services.gateway.scaling.min is above max")]
    [InlineData("services.matching.scaling.by=queue", "services.matching.scaling.queue.name is missing")]
    [InlineData("services.enrollment.secret=", "services.enrollment.secrets needs services.enrollment.secret")]
    public void What_the_schema_cannot_see_is_an_error_of_a_template(string value, string message) =>
        Helm.Template(ValueFiles.Small, "--set", value).Error.ShouldContain(message);

    [HelmFact]
    public void A_further_service_is_one_entry()
    {
        var manifests = Manifests.Render(
            ValueFiles.Small,
            "--set",
            "services.portal.image=portal,services.portal.calls={gateway},services.gateway.calls={portal,enrollment}"
        );
        const string name = $"{Helm.Release}-portal";
        manifests.Named<V1Deployment>(name).Spec.Template.Spec.Containers.Single().Image.ShouldEndWith("/portal:0.1.0");
        manifests.Named<V1Service>(name);
        manifests.Named<V1ServiceAccount>(name);
        manifests.Named<V1PodDisruptionBudget>(name);
        manifests.Named<V1NetworkPolicy>(name).Spec.Ingress.ShouldHaveSingleItem();
        manifests
            .Named<V1ConfigMap>(name)
            .Data["Services__gateway__http__0"]
            .ShouldBe($"http://{Helm.Release}-gateway:8080");
    }

    [HelmFact]
    public void Files_of_a_service_are_mounted_there_alone()
    {
        var manifests = Manifests.Render(
            ValueFiles.Small,
            "--set",
            "services.enrollment.files[0].name=hr,services.enrollment.files[0].secret=hr-systems,"
                + "services.enrollment.files[1].name=drop,services.enrollment.files[1].claim=hr-drop"
        );
        var workloads = manifests.Workloads.Where(w => w.Pod.Volumes.Any(v => v.Name.StartsWith("files-"))).ToList();
        var enrollment = workloads.ShouldHaveSingleItem();
        enrollment.Owner.Metadata.Name.ShouldBe($"{Helm.Release}-enrollment");
        enrollment.Pod.Volumes.Single(v => v.Name == "files-hr").Secret.SecretName.ShouldBe("hr-systems");
        enrollment.Pod.Volumes.Single(v => v.Name == "files-drop").PersistentVolumeClaim.ClaimName.ShouldBe("hr-drop");
        enrollment
            .Containers.Single()
            .VolumeMounts.Where(m => m.Name.StartsWith("files-"))
            .Select(m => (m.MountPath, m.ReadOnlyProperty))
            .ShouldBe([("/etc/peernetwork/files/hr", true), ("/etc/peernetwork/files/drop", true)]);
    }

    [HelmFact]
    public void A_digest_takes_the_place_of_the_tag()
    {
        var digest = $"sha256:{new string('0', 64)}";
        var image = Manifests
            .Render(ValueFiles.Small, "--set", $"image.digests.gateway={digest}")
            .Named<V1Deployment>($"{Helm.Release}-gateway")
            .Spec.Template.Spec.Containers.Single()
            .Image;
        image.ShouldEndWith($"/gateway@{digest}");
    }
}
