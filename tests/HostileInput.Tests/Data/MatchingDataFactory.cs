using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>
/// Creates a mentor with a proposed match, a draft run that proposes another mentee, a coffee round of the three, a
/// flash session of another mentor, who is open to connections, and a request of a mentee to the first one.
/// </summary>
internal sealed class MatchingDataFactory : ITestDataFactory
{
    private static readonly DateTimeOffset Timestamp = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public Task<Guid> CreateHolder(ServiceUnderTest service, IServiceProvider services, string role) =>
        TestData.PublishHolder(service, services, role);

    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var (program, outsider, mentor, matched, drafted) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7()
        );
        var bus = services.GetRequiredService<IBus>();
        await bus.Publish(
            new ProgramPublished(
                program,
                1,
                "Early career",
                ["BER"],
                new(2026, 1, 1),
                null,
                14,
                10,
                1,
                ["oneToOne", "flash", "coffee"],
                null,
                Timestamp
            )
        );
        await bus.Publish(TestData.Recorded(outsider, TestData.OtherSite));
        await Join(bus, program, mentor, "mentor", capacity: 5);
        await Join(bus, program, matched, "mentee");
        await service.WaitUntil(mentor, $"/programs/{program}/pool", pool => pool["items"]!.AsArray().Count == 2);
        await Publish(service, mentor, await CreateDraftRun(service, mentor, program));
        var match = await service.Get(mentor, "/matches/mine");
        await Join(bus, program, drafted, "mentee");
        // A pause in this program leaves the proposals of the other alone.
        var participation = await Join(bus, Guid.CreateVersion7(), mentor, "mentor", capacity: 1);
        await service.WaitUntil(mentor, "/participations/mine", mine => mine["items"]!.AsArray().Count == 2);
        await service.WaitUntil(mentor, $"/programs/{program}/pool", pool => pool["items"]!.AsArray().Count == 3);
        await FormCoffeeRound(service, program, mentor, matched, drafted);
        var runs = await CreateDraftRun(service, mentor, program);
        var other = Guid.CreateVersion7();
        await Join(bus, program, other, "mentor");
        await service.WaitUntil(mentor, $"/programs/{program}/pool", pool => pool["items"]!.AsArray().Count == 4);
        return new()
        {
            ["authorized"] = $"{mentor}",
            ["outsider"] = $"{outsider}",
            ["program"] = $"{program}",
            ["programs"] = $"{program}",
            ["coffee-rounds"] = "1",
            ["mentor"] = $"{mentor}",
            ["mentee"] = $"{drafted}",
            ["proposals"] = $"{drafted}",
            ["runs"] = runs,
            ["matches"] = match!["items"]![0]!["id"]!.GetValue<string>(),
            ["participations"] = $"{participation}",
            ["people"] = $"{matched}",
            ["why-not"] = $"{matched}",
            ["flash-slots"] = await Offer(service, other, program),
            ["requests"] = await Connect(service, mentor, other, matched),
            ["person"] = $"{other}",
            ["blocks"] = $"{other}",
            ["topic"] = "SQL",
            ["state"] = "proposed",
            ["variants"] = "1",
            ["compare"] = "1",
            ["variant"] = "1",
        };
    }

    /// <summary>The first of these people coordinates the program.</summary>
    private static async Task FormCoffeeRound(ServiceUnderTest service, Guid program, params Guid[] people)
    {
        foreach (var person in people)
            await service.Post(person, $"/programs/{program}/coffee/join");
        await service.Post(people[0], $"/programs/{program}/coffee-rounds");
        await service.WaitUntil(
            people[0],
            $"/programs/{program}/coffee",
            coffee => coffee["rounds"]!.GetValue<int>() == 1
        );
    }

    /// <returns>The id of the participation.</returns>
    private static async Task<Guid> Join(IBus bus, Guid program, Guid person, string role, int capacity = 0)
    {
        var application = Guid.CreateVersion7();
        await bus.Publish(TestData.Recorded(person));
        await bus.Publish(
            new MatchingProfileCompleted(application, 3, program, person, "BER", role, capacity, Timestamp, Timestamp)
        );
        return application;
    }

    /// <summary>Both mentors are open to connections, and the mentee asks the first one.</summary>
    private static async Task<string> Connect(ServiceUnderTest service, Guid mentor, Guid other, Guid mentee)
    {
        foreach (var person in (Guid[])[mentor, other])
            await service.Put(person, "/connections/preferences", new { open = true });
        return await service.PostAndGetId(
            mentee,
            "/connections/requests",
            new
            {
                person = mentor,
                minutesPerMonth = 60,
                message = "May I ask you?",
            }
        );
    }

    private static Task<string> Offer(ServiceUnderTest service, Guid mentor, Guid program) =>
        service.PostAndGetId(
            mentor,
            "/flash-slots",
            new
            {
                program,
                topic = "sql",
                start = $"{TimeProvider.System.GetUtcNow().AddDays(30):yyyy-MM-dd}T10:00",
                minutes = 30,
            }
        );

    private static async Task<string> CreateDraftRun(ServiceUnderTest service, Guid by, Guid program)
    {
        var run = await service.PostAndGetId(by, "/runs", new { program });
        await service.WaitUntil(by, $"/runs/{run}", r => r["state"]!.GetValue<string>() == "draft");
        return run;
    }

    private static async Task Publish(ServiceUnderTest service, Guid by, string run)
    {
        await service.Post(by, $"/runs/{run}/review");
        await service.Post(by, $"/runs/{run}/publish");
        await service.WaitUntil(by, $"/runs/{run}", r => r["state"]!.GetValue<string>() == "published");
    }
}
