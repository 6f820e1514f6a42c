using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>Creates a program for the dashboard.</summary>
internal sealed class AnalyticsDataFactory : ITestDataFactory
{
    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var (authorized, program) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await services
            .GetRequiredService<IBus>()
            .Publish(
                new ProgramPublished(
                    program,
                    1,
                    TestData.Secret,
                    ["BER"],
                    new(2026, 1, 1),
                    null,
                    14,
                    1,
                    new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero)
                )
            );
        await service.WaitUntil(authorized, $"/dashboard?program={program}", _ => true);
        return new() { ["authorized"] = $"{authorized}", ["program"] = $"{program}" };
    }
}
