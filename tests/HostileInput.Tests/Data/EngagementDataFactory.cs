using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>
/// Creates a mentorship with a goal, a session that has begun, a private note of the mentor, and a roadmap of one step.
/// </summary>
internal sealed class EngagementDataFactory : ITestDataFactory
{
    public Task<Guid> CreateHolder(ServiceUnderTest service, IServiceProvider services, string role) =>
        TestData.PublishHolder(service, services, role);

    public async Task<Dictionary<string, string>> Create(ServiceUnderTest service, IServiceProvider services)
    {
        var (outsider, mentor, mentee, program, pair, now) = (
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            Guid.CreateVersion7(),
            TimeProvider.System.GetUtcNow()
        );
        var bus = services.GetRequiredService<IBus>();
        await bus.Publish(TestData.Recorded(outsider, TestData.OtherSite));
        await bus.Publish(TestData.Recorded(mentor));
        await bus.Publish(TestData.Recorded(mentee));
        await bus.Publish(
            new ProgramPublished(
                program,
                2,
                "Career change",
                ["BER"],
                DateOnly.FromDateTime(now.UtcDateTime),
                null,
                14,
                10,
                1,
                ["oneToOne"],
                null,
                now,
                Roadmap: new("flexible", [new("Where I stand", 1, ["Goals"], "Is the goal clear?")])
            )
        );
        await bus.Publish(
            new MatchConfirmed(
                pair,
                3,
                program,
                "oneToOne",
                [new(mentor, "mentor"), new(mentee, "mentee")],
                "BER",
                now,
                now
            )
        );
        await service.WaitUntil(mentor, $"/mentorships/{pair}", page => page["roadmap"] is not null);
        var step = (await service.Get(mentor, $"/mentorships/{pair}"))!["roadmap"]!["steps"]![0]![
            "id"
        ]!.GetValue<string>();
        var due = $"{now.AddDays(90):yyyy-MM-dd}";
        var goal = new
        {
            title = TestData.Secret,
            due,
            milestones = new[] { new { title = TestData.Secret, due } },
        };
        var sessions = await service.Post(
            mentor,
            $"/mentorships/{pair}/sessions",
            new
            {
                start = $"{now.AddDays(-1):yyyy-MM-ddTHH:mm}",
                minutes = 30,
                topic = TestData.Secret,
            }
        );
        return new()
        {
            ["authorized"] = $"{mentor}",
            ["outsider"] = $"{outsider}",
            ["mentee"] = $"{mentee}",
            ["missedBy"] = $"{mentee}",
            ["people"] = $"{mentee}",
            ["program"] = $"{program}",
            ["mentorships"] = $"{pair}",
            ["goals"] = await service.PostAndGetId(mentor, $"/mentorships/{pair}/goals", goal),
            ["milestones"] = "1",
            ["steps"] = step,
            ["step"] = step,
            ["id"] = step,
            ["sessions"] = sessions!["ids"]![0]!.GetValue<string>(),
            ["notes"] = await service.PostAndGetId(
                mentor,
                $"/mentorships/{pair}/notes",
                new { text = TestData.Secret }
            ),
            ["date"] = $"{now:yyyy-MM-dd}",
        };
    }
}
