using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Matching;

namespace PeerNetwork.HostileInput.Tests.Scenes;

/// <summary>A mentorship with a goal, a session that has begun, and a private note; all of it the mentor's.</summary>
internal sealed class EngagementScenes : IScenes
{
    public async Task<Dictionary<string, string>> New(Service service, IServiceProvider services)
    {
        var (stranger, mentor, mentee, program, pair, now) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            TimeProvider.System.GetUtcNow()
        );
        var bus = services.GetRequiredService<IBus>();
        await bus.Publish(Scene.Recorded(stranger, Scene.OtherSite));
        await bus.Publish(Scene.Recorded(mentor));
        await bus.Publish(Scene.Recorded(mentee));
        await bus.Publish(new MatchConfirmed(pair, 3, program, mentor, mentee, "BER", now, now));
        await service.Shows(mentor, $"/mentorships/{pair}", _ => true);
        var due = $"{now.AddDays(90):yyyy-MM-dd}";
        var goal = new
        {
            title = Scene.Secret,
            due,
            milestones = new[] { new { title = Scene.Secret, due } },
        };
        var sessions = await service.Post(
            mentor,
            $"/mentorships/{pair}/sessions",
            new
            {
                start = $"{now.AddDays(-1):yyyy-MM-ddTHH:mm}",
                minutes = 30,
                topic = Scene.Secret,
            }
        );
        return new()
        {
            ["insider"] = $"{mentor}",
            ["stranger"] = $"{stranger}",
            ["mentee"] = $"{mentee}",
            ["program"] = $"{program}",
            ["mentorships"] = $"{pair}",
            ["goals"] = await service.Made(mentor, $"/mentorships/{pair}/goals", goal),
            ["milestones"] = "1",
            ["sessions"] = sessions!["ids"]![0]!.GetValue<string>(),
            ["notes"] = await service.Made(mentor, $"/mentorships/{pair}/notes", new { text = Scene.Secret }),
            ["date"] = $"{now:yyyy-MM-dd}",
        };
    }
}
