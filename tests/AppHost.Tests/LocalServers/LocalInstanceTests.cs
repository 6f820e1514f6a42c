using System.Diagnostics;
using PeerNetwork.AppHost.Hosting;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.LocalServers;

public sealed class LocalInstanceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Its_state_can_be_read_while_it_runs_and_by_its_owner_alone()
    {
        using (var instance = await LocalInstance.Open(_folder, fresh: false, default))
        {
            instance.Write(State());
            var running = LocalInstance.Running(_folder).ShouldNotBeNull();
            running.Gateway.ShouldBe(new("http://127.0.0.1:5080"));
            running.Resources.ShouldBe(State().Resources);
            new FileInfo(Path.Combine(_folder, "instance.json")).UnixFileMode.ShouldBe(
                UnixFileMode.UserRead | UnixFileMode.UserWrite
            );
        }

        LocalInstance.Running(_folder).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_start_is_refused_and_names_the_first()
    {
        using var instance = await LocalInstance.Open(_folder, fresh: false, default);
        instance.Write(State());

        var refused = await Should.ThrowAsync<ServerUnavailableException>(() =>
            LocalInstance.Open(_folder, fresh: true, default)
        );

        refused.Message.ShouldBe(
            $"The platform is running already in {_folder}: process {Environment.ProcessId}, "
                + "dashboard http://127.0.0.1:5081/"
        );
        LocalInstance.Running(_folder).ShouldNotBeNull("the running instance keeps its data");
    }

    [Fact]
    public async Task A_service_is_given_the_port_that_it_had()
    {
        var port = Ports.Choose(1)[0];
        using (var first = await LocalInstance.Open(_folder, fresh: false, default))
            first.Write(
                State(new ResourceStatus("matching", "Running", true, new($"http://[::1]:{port}"), null, null))
            );

        using var second = await LocalInstance.Open(_folder, fresh: false, default);

        second.PortFor("matching").ShouldBe(port);
        Ports.IsFree(second.PortFor("engagement")).ShouldBeTrue();
    }

    [Fact]
    public async Task Two_instances_that_start_at_once_are_given_different_ports()
    {
        var preferred = Ports.Choose(1)[0];
        using var one = await LocalInstance.Open(Path.Combine(_folder, "one"), fresh: false, default);
        using var other = await LocalInstance.Open(Path.Combine(_folder, "other"), fresh: false, default);

        one.PortFor("gateway", preferred).ShouldBe(preferred);
        other.PortFor("gateway", preferred).ShouldNotBe(preferred);
    }

    [Fact]
    public async Task Processes_that_have_outlived_an_app_host_are_stopped_and_those_of_others_are_not()
    {
        using var orphan = Sleep(_folder);
        using var server = Sleep(Path.Combine(_folder, "postgres"));
        using var stranger = Sleep($"{_folder}-2");

        using var next = await LocalInstance.Open(_folder, fresh: false, default);

        (await Task.Run(() => orphan.WaitForExit(10_000) && server.WaitForExit(10_000))).ShouldBeTrue();
        stranger.HasExited.ShouldBeFalse();
        stranger.Kill();
    }

    [Fact]
    public async Task A_damaged_file_of_an_earlier_run_is_no_hindrance()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "instance.json"), "{ \"processId\": ");

        using var instance = await LocalInstance.Open(_folder, fresh: false, default);

        LocalInstance.Running(_folder).ShouldBeNull();
        instance.IsNew.ShouldBeFalse();
    }

    [Fact]
    public async Task Keys_and_passwords_stay_the_same_until_the_instance_is_fresh()
    {
        string key;
        using (var instance = await LocalInstance.Open(_folder, fresh: false, default))
        {
            instance.IsNew.ShouldBeTrue();
            var first = Secrets.In(_folder);
            key = first.PrivateKey;
            var again = Secrets.In(_folder);
            again.PrivateKey.ShouldBe(key);
            again.MasterKeyOf("matching").ShouldBe(first.MasterKeyOf("matching"));
            Secrets.In(_folder).PasswordOf("postgres").ShouldBe(first.PasswordOf("postgres"));
            Convert.FromBase64String(again.MasterKeyOf("matching")).Length.ShouldBe(32);
            instance.Write(State());
        }

        using (var same = await LocalInstance.Open(_folder, fresh: false, default))
            same.IsNew.ShouldBeFalse();
        using var fresh = await LocalInstance.Open(_folder, fresh: true, default);

        fresh.IsNew.ShouldBeTrue();
        Secrets.In(_folder).PrivateKey.ShouldNotBe(key);
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

    private static Process Sleep(string mark) =>
        Process.Start(new ProcessStartInfo("sleep", ["60"]) { Environment = { [Processes.MarkVariable] = mark } })!;
}
