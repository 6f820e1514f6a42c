using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>Creates a site and a program for the dashboard.</summary>
internal sealed class AnalyticsDataFactory : ITestDataFactory
{
    public Task<Guid> CreateHolder(ServiceUnderTest service, IServiceProvider services, string role) =>
        TestData.PublishHolder(service, services, role);

    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var (authorized, person, program) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var bus = services.GetRequiredService<IBus>();
        var at = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
        await bus.Publish(TestData.Recorded(person));
        await bus.Publish(new SiteRecorded(Guid.CreateVersion7(), 1, "BER", "Berlin", "Europe/Berlin", "DE", at));
        await bus.Publish(
            new ProgramPublished(
                program,
                1,
                TestData.Secret,
                ["BER"],
                new(2026, 1, 1),
                null,
                14,
                10,
                1,
                ["oneToOne"],
                null,
                at
            )
        );
        await service.WaitUntil(authorized, $"/people/{person}/personal-data", _ => true);
        await service.WaitUntil(authorized, $"/dashboard?program={program}", _ => true);
        await service.WaitUntil(authorized, "/dashboard/staff-changes?site=BER&year=2026", _ => true);
        return new()
        {
            ["authorized"] = $"{authorized}",
            ["program"] = $"{program}",
            ["people"] = $"{person}",
        };
    }
}
