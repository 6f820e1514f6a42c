using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Dashboard;

/// <summary>
/// A service that knows one program at four sites. Mentees: 14 at LON, 12 at CHI, 8 at SIN, 3 at REK. All of CHI, SIN
/// and REK and 7 of LON are matched, in the week of 9 March; 10 mentors of CHI serve them. 5 mentees of CHI are
/// rejected. Half of the goals are reached.
/// </summary>
public sealed class MeasuredProgram : IAsyncLifetime
{
    public static readonly Guid Program = Guid.CreateVersion7();

    private static readonly DateTimeOffset Applied = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero),
        Matched = Applied.AddDays(7),
        Met = Applied.AddDays(14);

    private readonly List<object> _events = [];

    public MeasuredProgram()
        : this(new()) { }

    internal MeasuredProgram(ServiceHost<SourceStream> analytics) => Analytics = analytics;

    public ServiceHost<SourceStream> Analytics { get; }

    /// <summary>All that the service was told.</summary>
    public IReadOnlyList<object> Facts => _events;

    public HttpClient Sponsor => Analytics.As(Guid.NewGuid(), Roles.Sponsor);

    public HttpClient CoordinatorOf(params string[] sites) => Analytics.As(Guid.NewGuid(), [Roles.Coordinator], sites);

    public async Task InitializeAsync()
    {
        await Analytics.InitializeAsync();
        string[] sites = ["CHI", "LON", "REK", "SIN"];
        _events.Add(
            new ProgramPublished(
                Program,
                2,
                "Career change",
                sites,
                new(2026, 3, 1),
                null,
                14,
                10,
                1,
                ["oneToOne"],
                null,
                Applied,
                Targets:
                [
                    new("matchRate", 0.5m, 0.8m, new(2026, 9, 30)),
                    new("goalAttainment", null, 0.6m, new(2026, 3, 31)),
                    new("medianDaysToMatch", 30, 10, null),
                ]
            )
        );
        foreach (var site in sites)
            _events.Add(new SiteRecorded(Guid.CreateVersion7(), 1, site, $"Site {site}", "UTC", null, Applied));
        var mentors = AddPeople("CHI", 10);
        foreach (var mentor in mentors)
            AddApplication(mentor, "CHI", "mentor");
        foreach (var person in AddPeople("CHI", 5))
            AddApplication(person, "CHI", "mentee", approved: false);
        // Most people do not take part.
        foreach (var site in sites)
            AddPeople(site, 25);
        var n = 0;
        foreach (
            var (site, mentees, matched) in new[] { ("CHI", 12, 12), ("LON", 14, 7), ("REK", 3, 3), ("SIN", 8, 8) }
        )
        {
            foreach (var (i, mentee) in AddPeople(site, mentees).Index())
            {
                AddApplication(mentee, site, "mentee");
                if (i < matched)
                    AddMentorship(mentors[n % mentors.Length], mentee, site, n++);
            }
        }

        await Streams.Keep(Analytics, _events);
    }

    public Task DisposeAsync() => Analytics.DisposeAsync();

    public static async Task<JsonElement> Read(HttpClient client, string address)
    {
        var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private Guid[] AddPeople(string site, int people)
    {
        Guid[] ids = [.. Enumerable.Range(0, people).Select(_ => Guid.CreateVersion7())];
        _events.AddRange(ids.Select(id => TestData.PersonAt(site, id, Applied)));
        return ids;
    }

    private void AddApplication(Guid person, string site, string role, bool approved = true)
    {
        var application = Guid.CreateVersion7();
        _events.Add(new ApplicationSubmitted(application, 1, Program, person, site, role, Applied));
        if (!approved)
        {
            _events.Add(new ApplicationRejected(application, 2, Program, person, site, role, true, Applied));
            return;
        }

        _events.Add(new ApplicationApproved(application, 2, Program, person, site, role, Applied));
        _events.Add(new ApplicantBecameReady(application, 3, Program, person, site, role, 5, Applied, Applied));
    }

    /// <summary>
    /// Pair n waited n days, met once, and gave scores; every second pair reached its goal and came to its end.
    /// </summary>
    private void AddMentorship(Guid mentor, Guid mentee, string site, int n)
    {
        var (match, goal, session) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var pair = TestData.Pair(mentor, mentee);
        _events.AddRange([
            new MatchConfirmed(match, 3, Program, "oneToOne", pair, site, Matched.AddDays(-n), Matched),
            new MentorshipStarted(match, 1, Program, "oneToOne", pair, site, Matched),
            new GoalSet(match, 2, Program, site, goal, new(2026, 6, 1), Matched),
            new SessionPlanned(match, 3, Program, site, session, Met, 45, Matched),
            new SessionHeld(match, 4, Program, site, session, Met, 45, 2, Met),
            new FeedbackGiven(match, 5, Program, site, mentee, "mentee", 5, session, Met),
            new FeedbackGiven(match, 6, Program, site, mentor, "mentor", 4, session, Met),
        ]);
        if (n % 2 == 1)
            return;
        _events.Add(new GoalReached(match, 7, Program, site, goal, n % 4 == 0, Met));
        _events.Add(new MentorshipClosed(match, 8, Program, "oneToOne", pair, site, "completed", 1, Met));
    }
}

[CollectionDefinition(Name)]
public sealed class MeasuredProgramTests : ICollectionFixture<MeasuredProgram>
{
    public const string Name = "a measured program";
}

internal static class DashboardJson
{
    /// <summary>
    /// The figure at a path such as <c>goals.set</c>; null where the dashboard marks it as suppressed.
    /// </summary>
    public static decimal? Figure(this JsonElement figures, string path)
    {
        var figure = path.Split('.').Aggregate(figures, (at, name) => at.GetProperty(name));
        var value = figure.GetProperty("value");
        figure.GetProperty("suppressed").GetBoolean().ShouldBe(value.ValueKind == JsonValueKind.Null);
        return value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal();
    }
}
