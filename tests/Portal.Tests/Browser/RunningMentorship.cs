using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Browser;

/// <summary>A mentorship on the running platform: Cheyanne Hackett in Chicago is the mentor of Aiko Tanaka in
/// Tokyo.</summary>
internal sealed record RunningMentorship(Guid Id, HttpClient Mentee)
{
    private const string MentorNumber = "100190",
        MenteeNumber = "100777";

    public string Path => $"/mentoring/{Id}";

    public string ApiPath => $"engagement/mentorships/{Id}";

    /// <summary>Publishes that all members have accepted a match, and waits until the mentorship is there.</summary>
    /// <param name="portal">The running portal.</param>
    /// <param name="program">The program; null for one that is not known.</param>
    public static async Task<RunningMentorship> Begin(RunningPortal portal, Guid? program = null)
    {
        using var mentor = await portal.Client(MentorNumber, "employee");
        var mentee = await portal.Client(MenteeNumber, "employee");
        var (mentorId, menteeId) = (await PersonOf(mentor), await PersonOf(mentee));
        var now = DateTimeOffset.UtcNow;
        var match = new MatchConfirmed(
            Guid.CreateVersion7(),
            3,
            program ?? Guid.CreateVersion7(),
            "oneToOne",
            [new(mentorId, "mentor"), new(menteeId, "mentee")],
            "TYO",
            now,
            now
        );
        await portal.Publish(match);
        var mentorship = new RunningMentorship(match.Match, mentee);
        await Eventually.Passes(async () =>
        {
            var view = await mentee.GetFromJsonAsync<JsonElement>(mentorship.ApiPath);
            view.GetProperty("members")
                .EnumerateArray()
                .Select(member => member.GetProperty("zone").GetString())
                .ShouldBe(["America/Chicago", "Asia/Tokyo"]);
        });
        return mentorship;
    }

    /// <summary>The mentee does something.</summary>
    public async Task Send(string path, object body)
    {
        using var answer = await Mentee.PostAsJsonAsync($"{ApiPath}/{path}", body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>It is in the list of the two people, which follows a little later.</summary>
    public Task ShouldBeListed() =>
        Eventually.Passes(async () =>
            (await Mentee.GetFromJsonAsync<JsonElement>("engagement/me/mentorships?limit=100"))
                .GetProperty("items")
                .EnumerateArray()
                .ShouldContain(one => one.GetProperty("id").GetGuid() == Id)
        );

    /// <summary>The mentee plans a session.</summary>
    public async Task<Guid> PlanSession(int daysFromNow = 2)
    {
        var start = $"{DateTime.UtcNow.AddDays(daysFromNow):yyyy-MM-dd}T09:00";
        using var answer = await Mentee.PostAsJsonAsync($"{ApiPath}/sessions", new { start, minutes = 60 });
        var planned = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return planned.GetProperty("ids")[0].GetGuid();
    }

    /// <summary>The mentee writes for the coordinators about a session that was held.</summary>
    public async Task GiveFeedback(int score, string text)
    {
        var session = await PlanSession(-4);
        await Send($"sessions/{session}/attendance", new { missedBy = Array.Empty<Guid>() });
        await Send(
            $"sessions/{session}/feedback",
            new
            {
                score,
                text,
                audience = "coordinator",
            }
        );
    }

    /// <summary>An agreement that waits for the mentor, a goal, a session, a shared note and a check-in.</summary>
    public async Task Fill()
    {
        var day = DateTime.UtcNow.Date.AddDays(3);
        await Send(
            "agreement",
            new
            {
                goals = "A first talk in English",
                meetingEveryDays = 14,
                boundaries = "No homework",
                confidentiality = "What we say stays between us.",
                channel = "Video",
                answerWithinHours = 48,
            }
        );
        await Send(
            "goals",
            new
            {
                title = "Give a talk",
                due = $"{day.AddDays(60):yyyy-MM-dd}",
                milestones = new[] { new { title = "Pick a topic", due = $"{day.AddDays(10):yyyy-MM-dd}" } },
            }
        );
        await Send(
            "sessions",
            new
            {
                start = $"{day:yyyy-MM-dd}T09:00",
                minutes = 60,
                topic = "The first draft",
            }
        );
        await Send("sessions", new { start = $"{DateTime.UtcNow.AddDays(-2):yyyy-MM-dd}T09:00", minutes = 30 });
        await Send("notes", new { text = "Three ideas for the talk", shared = true });
        await Send(
            "check-ins",
            new
            {
                status = "slow",
                mood = 3,
                blocker = "Little time this week",
            }
        );
    }

    private static async Task<Guid> PersonOf(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("enrollment/me")).GetProperty("person").GetProperty("id").GetGuid();
}
