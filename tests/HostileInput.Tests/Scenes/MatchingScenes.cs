using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.HostileInput.Tests.Scenes;

/// <summary>A mentor with a match that waits for an answer, and a draft run that proposes another mentee.</summary>
internal sealed class MatchingScenes : IScenes
{
    private static readonly DateTimeOffset Once = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public async Task<Dictionary<string, string>> New(Service service, IServiceProvider services)
    {
        var (program, stranger, mentor, matched, drafted) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7()
        );
        var bus = services.GetRequiredService<IBus>();
        await bus.Publish(
            new ProgramPublished(program, 1, "Early career", ["BER"], new(2026, 1, 1), null, 14, 1, Once)
        );
        await bus.Publish(Scene.Recorded(stranger, Scene.OtherSite));
        await Join(bus, program, mentor, "mentor", capacity: 5);
        await Join(bus, program, matched, "mentee");
        await service.Shows(mentor, $"/programs/{program}/pool", pool => pool["items"]!.AsArray().Count == 2);
        await Publish(service, mentor, await Draft(service, mentor, program));
        var match = await service.Get(mentor, "/matches/mine");
        await Join(bus, program, drafted, "mentee");
        await service.Shows(mentor, $"/programs/{program}/pool", pool => pool["items"]!.AsArray().Count == 3);
        return new()
        {
            ["insider"] = $"{mentor}",
            ["stranger"] = $"{stranger}",
            ["program"] = $"{program}",
            ["programs"] = $"{program}",
            ["mentor"] = $"{mentor}",
            ["mentee"] = $"{drafted}",
            ["proposals"] = $"{drafted}",
            ["runs"] = await Draft(service, mentor, program),
            ["matches"] = match!["items"]![0]!["id"]!.GetValue<string>(),
            ["why-not"] = $"{matched}",
            ["state"] = "proposed",
            ["variants"] = "1",
            ["compare"] = "1",
            ["variant"] = "1",
        };
    }

    private static async Task Join(IBus bus, Guid program, Guid person, string role, int capacity = 0)
    {
        await bus.Publish(Scene.Recorded(person));
        await bus.Publish(
            new MatchingProfileCompleted(
                Guid.CreateVersion7(),
                3,
                program,
                person,
                "BER",
                role,
                capacity,
                ["leadership"],
                Once,
                Once
            )
        );
    }

    private static async Task<string> Draft(Service service, Guid by, Guid program)
    {
        var run = await service.Made(by, "/runs", new { program });
        await service.Shows(by, $"/runs/{run}", r => r["state"]!.GetValue<string>() == "draft");
        return run;
    }

    private static async Task Publish(Service service, Guid by, string run)
    {
        await service.Post(by, $"/runs/{run}/review");
        await service.Post(by, $"/runs/{run}/publish");
        await service.Shows(by, $"/runs/{run}", r => r["state"]!.GetValue<string>() == "published");
    }
}
