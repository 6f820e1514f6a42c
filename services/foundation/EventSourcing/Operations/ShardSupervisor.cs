using JasperFx;
using JasperFx.Events.Daemon;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using IProjectionCoordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;

namespace PeerNetwork.EventSourcing;

/// <summary>
/// Stops each shard whose position differs from the stored one. The coordinator then restarts it from the stored
/// position. The positions differ after a rewind, after an import, and when another replica ran the shard in between.
/// Without this service such a shard would do nothing until the process ends.
/// </summary>
internal sealed class ShardSupervisor(
    IDocumentStore store,
    IProjectionCoordinator coordinator,
    ILogger<ShardSupervisor> log
) : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckInterval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var daemon in await coordinator.AllDaemonsAsync())
                    await Check(daemon, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning(e, "The positions of the shards cannot be checked and are checked again");
            }
        }
    }

    private async Task Check(IProjectionDaemon daemon, CancellationToken ct)
    {
        // These positions are read before the stored ones, so a stored position is lower only after a rewind.
        var agents = daemon.CurrentAgents().Select(agent => (Agent: agent, agent.Position)).ToList();
        if (agents.Count == 0)
            return;
        var stored = (await store.Storage.Database.AllProjectionProgress(ct)).ToDictionary(
            p => p.ShardName,
            p => p.Sequence
        );
        foreach (var (agent, position) in agents)
        {
            var name = agent.Name.Identity;
            var isSetBack = agent.Status == AgentStatus.Running && stored.GetValueOrDefault(name) < position;
            if (!isSetBack && (agent.Status != AgentStatus.Stopped || agent.Failure is null))
                continue;
            log.LogWarning("The shard {Shard} is not at its stored position and starts again from there", name);
            await daemon.StopAgentAsync(name);
        }
    }
}
