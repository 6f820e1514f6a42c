using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.HostileInput.Tests.Scenes;

/// <summary>A program about which figures can be asked.</summary>
internal sealed class AnalyticsScenes : IScenes
{
    public async Task<Dictionary<string, string>> New(Service service, IServiceProvider services)
    {
        var (insider, program) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await services
            .GetRequiredService<IBus>()
            .Publish(
                new ProgramPublished(
                    program,
                    1,
                    Scene.Secret,
                    ["BER"],
                    new(2026, 1, 1),
                    null,
                    14,
                    1,
                    new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero)
                )
            );
        await service.Shows(insider, $"/dashboard?program={program}", _ => true);
        return new() { ["insider"] = $"{insider}", ["program"] = $"{program}" };
    }
}
