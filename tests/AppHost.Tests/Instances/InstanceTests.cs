using System.Diagnostics;
using PeerNetwork.AppHost.Instances;
using PeerNetwork.AppHost.Resources;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.Instances;

public sealed class InstanceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_state_is_told_while_it_runs_and_to_its_owner_alone()
    {
        using (var instance = await Instance.Open(_folder, default))
        {
            instance.Write(State());
            var running = Instance.Running(_folder).ShouldNotBeNull();
            running.Gateway.ShouldBe(new("http://127.0.0.1:5080"));
            running.Resources.ShouldBe(State().Resources);
            new FileInfo(Path.Combine(_folder, "instance.json")).UnixFileMode.ShouldBe(
                UnixFileMode.UserRead | UnixFileMode.UserWrite
            );
        }

        Instance.Running(_folder).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_start_is_refused_and_told_of_the_first()
    {
        using var instance = await Instance.Open(_folder, default);
        instance.Write(State());

        var refused = await Should.ThrowAsync<AlreadyRunningException>(() => Instance.Open(_folder, default));

        refused.Message.ShouldBe(
            $"The platform is running already: process {Environment.ProcessId}, status page http://127.0.0.1:5081/"
        );
    }

    [Fact]
    public async Task A_service_is_given_the_port_that_it_had()
    {
        var port = Ports.Choose(1)[0];
        using (var first = await Instance.Open(_folder, default))
            first.Write(State(new ResourceStatus("matching", "ready", "", null, port, null, null)));

        using var second = await Instance.Open(_folder, default);

        second.PortFor("matching", 0).ShouldBe(port);
        Ports.IsFree(second.PortFor("engagement", 0)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_has_outlived_an_app_host_is_stopped_and_what_only_has_its_number_is_not()
    {
        using var instance = await Instance.Open(_folder, default);
        using var orphan = Sleep(instance.Mark);
        using var stranger = Sleep("someone else");
        instance.Write(State(Of("matching", orphan), Of("gateway", stranger)));
        instance.Dispose();

        using var next = await Instance.Open(_folder, default);
        var said = new List<string>();
        await next.StopOrphans(said.Add);

        (await Task.Run(() => orphan.WaitForExit(10_000))).ShouldBeTrue();
        stranger.HasExited.ShouldBeFalse();
        said.ShouldBe([$"Stopping matching (process {orphan.Id}), which has outlived an earlier app host."]);
        stranger.Kill();
    }

    [Fact]
    public async Task Damaged_state_of_an_earlier_run_is_no_hindrance()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "instance.json"), "{ \"processId\": ");

        using var instance = await Instance.Open(_folder, default);

        await instance.StopOrphans(_ => throw new InvalidOperationException("There is none."));
    }

    [Fact]
    public async Task Its_keys_stay_the_same_until_it_is_emptied()
    {
        using var instance = await Instance.Open(_folder, default);
        var (first, again) = (Secrets.In(_folder), Secrets.In(_folder));
        again.PrivateKey.ShouldBe(first.PrivateKey);
        again.MasterKeyOf("matching").ShouldBe(Secrets.In(_folder).MasterKeyOf("matching"));
        Convert.FromBase64String(again.MasterKeyOf("matching")).Length.ShouldBe(32);
        first.PublicKeys.ShouldNotContain("\"d\"");

        await instance.Empty("postgres");

        Secrets.In(_folder).PrivateKey.ShouldNotBe(first.PrivateKey);
    }

    private InstanceState State(params ResourceStatus[] resources) =>
        new(
            Environment.ProcessId,
            DateTimeOffset.UnixEpoch,
            _folder,
            true,
            new("http://127.0.0.1:5080"),
            new("http://127.0.0.1:5081"),
            resources
        );

    private static ResourceStatus Of(string name, Process process) =>
        new(name, "ready", "", null, null, process.Id, null);

    private static Process Sleep(string mark) =>
        Process.Start(
            Processes.StartInfo(
                ["sleep", "60"],
                new Dictionary<string, string> { [ProcessSettings.MarkVariable] = mark }
            )
        )!;
}
