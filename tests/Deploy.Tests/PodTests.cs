using k8s.Models;

namespace PeerNetwork.Deploy.Tests;

/// <summary>What every pod has: limits, probes, no rights that it does not need, time to stop.</summary>
public sealed class PodTests
{
    /// <summary>The user of Microsoft's images.</summary>
    private const long AppUser = 1654;

    /// <summary>What a service takes to stop after its drain, at most (GracefulShutdown).</summary>
    internal const int StopSeconds = 40;

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Every_container_has_requests_and_limits(string values)
    {
        foreach (var container in Manifests.Of(values).Workloads.SelectMany(w => w.Containers))
        foreach (var amounts in new[] { container.Resources.Requests, container.Resources.Limits })
        {
            amounts.Keys.ShouldBe(["cpu", "memory"], ignoreOrder: true, container.Name);
            amounts.Values.ShouldAllBe(amount => amount.ToDecimal() > 0);
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void No_request_is_above_its_limit(string values)
    {
        foreach (var resources in Manifests.Of(values).Workloads.SelectMany(w => w.Containers).Select(c => c.Resources))
        foreach (var (name, request) in resources.Requests)
            request.ToDecimal().ShouldBeLessThanOrEqualTo(resources.Limits[name].ToDecimal());
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void No_pod_is_root_and_none_can_become_so(string values)
    {
        foreach (var workload in Manifests.Of(values).Workloads)
        {
            var pod = workload.Pod.SecurityContext;
            (pod.RunAsNonRoot, pod.RunAsUser, pod.RunAsGroup).ShouldBe((true, AppUser, AppUser), workload.Component);
            pod.SeccompProfile.Type.ShouldBe("RuntimeDefault");
            (workload.Pod.HostNetwork, workload.Pod.HostPID, workload.Pod.HostIPC).ShouldBe((null, null, null));
            foreach (var container in workload.Containers.Select(c => c.SecurityContext))
            {
                container.AllowPrivilegeEscalation.ShouldBe(false);
                container.Privileged.ShouldBeNull();
                container.Capabilities.Drop.ShouldBe(["ALL"]);
                container.Capabilities.Add.ShouldBeNull();
            }
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void The_root_file_system_is_read_only_and_tmp_is_limited(string values)
    {
        foreach (var workload in Manifests.Of(values).Workloads)
        {
            workload.Pod.Volumes.Single(v => v.Name == "tmp").EmptyDir.SizeLimit.ShouldNotBeNull();
            foreach (var container in workload.Containers)
            {
                container.SecurityContext.ReadOnlyRootFilesystem.ShouldBe(true);
                container
                    .VolumeMounts.Where(m => m.ReadOnlyProperty != true)
                    .Select(m => m.MountPath)
                    .ShouldBe(["/tmp"]);
                container.VolumeMounts.ShouldAllBe(m => workload.Pod.Volumes.Any(v => v.Name == m.Name));
            }
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Every_pod_has_an_account_of_the_release_without_a_token(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Workloads)
        {
            workload.Pod.AutomountServiceAccountToken.ShouldBe(false);
            var account = manifests.Named<V1ServiceAccount>(workload.Pod.ServiceAccountName);
            account.AutomountServiceAccountToken.ShouldBe(false);
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void Every_service_has_three_probes(string values)
    {
        foreach (var workload in Manifests.Of(values).Deployments)
        foreach (var container in workload.Containers)
        {
            container.StartupProbe.HttpGet.Path.ShouldBe("/health/live");
            container.LivenessProbe.HttpGet.Path.ShouldBe("/health/live");
            container.ReadinessProbe.HttpGet.Path.ShouldBe("/health/ready");
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
                workload.HasPort(probe.HttpGet.Port.Value).ShouldBeTrue();
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_pod_has_time_for_its_drain_and_its_stop(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Deployments)
        {
            var container = workload.Containers.Single();
            var settings = manifests.Named<V1ConfigMap>(workload.Owner.Metadata.Name).Data;
            var drain = TimeSpan.Parse(settings["Shutdown__Drain"]).TotalSeconds;
            var preStop = container.Lifecycle.PreStop.Sleep.Seconds;
            preStop.ShouldBeGreaterThan(0);
            ((double)workload.Pod.TerminationGracePeriodSeconds!).ShouldBeGreaterThan(preStop + drain + StopSeconds);
        }
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public void A_service_has_a_priority_that_exists_and_a_job_has_none(string values)
    {
        // A Job runs before the installation, when the PriorityClasses of the release do not exist.
        var classes = Manifests.Of(values).Of<V1PriorityClass>().Select(c => c.Metadata.Name).ToArray();
        foreach (var workload in Manifests.Of(values).Workloads)
            if (workload.Owner is V1Job)
                workload.Pod.PriorityClassName.ShouldBeNull();
            else
                classes.ShouldContain(workload.Pod.PriorityClassName);
    }

    [HelmTheory]
    [InlineData(ValueFiles.Standard)]
    [InlineData(ValueFiles.Large)]
    public void Replicas_are_spread_over_zones(string values)
    {
        foreach (var workload in Manifests.Of(values).Deployments)
        {
            var zones = workload.Pod.TopologySpreadConstraints.Single(c =>
                c.TopologyKey == "topology.kubernetes.io/zone"
            );
            zones.WhenUnsatisfiable.ShouldBe("DoNotSchedule");
            workload.IsSelectedBy(zones.LabelSelector).ShouldBeTrue();
        }
    }
}
