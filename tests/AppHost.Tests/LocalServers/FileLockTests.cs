using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests.LocalServers;

public sealed class FileLockTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Users_are_together_and_keep_out_who_wants_to_be_alone()
    {
        var one = await FileLock.Shared(_file, TimeSpan.Zero);
        var other = await FileLock.Shared(_file, TimeSpan.Zero);
        FileLock.TryExclusive(_file).ShouldBeNull();

        await one.DisposeAsync();
        FileLock.TryExclusive(_file).ShouldBeNull();
        await other.DisposeAsync();

        using var alone = FileLock.TryExclusive(_file);
        alone.ShouldNotBeNull();
        await Should.ThrowAsync<ServerUnavailableException>(() =>
            FileLock.Shared(_file, TimeSpan.FromMilliseconds(100))
        );
    }
}
