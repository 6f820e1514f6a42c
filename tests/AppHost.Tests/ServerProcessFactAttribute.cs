using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests;

/// <summary>
/// A test that kills the process of a local server. It skips itself, and says why, where a container engine runs: a
/// server in a container has no process of ours, and its engine watches it.
/// </summary>
internal sealed class ServerProcessFactAttribute : FactAttribute
{
    public ServerProcessFactAttribute()
    {
        if (Containers.EngineRuns().GetAwaiter().GetResult())
            Skip = "Docker or Podman runs here: servers start in containers and have no process to kill.";
    }
}
