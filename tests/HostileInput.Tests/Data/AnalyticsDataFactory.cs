using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>Creates a program for the dashboard.</summary>
internal sealed class AnalyticsDataFactory : ITestDataFactory
{
    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var (authorized, person, program) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var bus = services.GetRequiredService<IBus>();
        await bus.Publish(TestData.Recorded(person));
        await bus.Publish(
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
        await service.WaitUntil(authorized, $"/people/{person}/personal-data", _ => true);
        await service.WaitUntil(authorized, $"/dashboard?program={program}", _ => true);
        return new()
        {
            ["authorized"] = $"{authorized}",
            ["program"] = $"{program}",
            ["people"] = $"{person}",
        };
    }
}
