using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Retention;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Retention;

/// <summary>The rules destroy what the preview shows, each day, and nothing that is held or has returned.</summary>
public sealed class RetentionApiTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Start);
    private readonly EnrollmentHost _enrollment;

    public RetentionApiTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task A_run_destroys_what_the_preview_shows()
    {
        foreach (var number in (string[])["E3", "E4", "E5", "E7"])
            await Schedule(number, "left", "2020-01-01");
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync($"/people/{Id("E4")}/legal-hold", new { reason = "A lawsuit." })
        );
        await Schedule("E5", "active", "2027-06-01");
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync("/retention-rules/peopleWhoLeft", new { days = 30 })
        );
        (await Expired()).ShouldBeEmpty("nothing is older than 30 days");
        (await Expired("?days=1")).ShouldBeEmpty();

        // The run of this day comes before anything has expired.
        _clock.SetUtcNow(Start.AddDays(30).AddHours(-6));
        (await RunOf("2027-03-31")).GetProperty("counts").GetArrayLength().ShouldBe(0);
        (await Expired()).ShouldBeEmpty();
        _clock.SetUtcNow(Start.AddDays(30).AddMinutes(1));
        var previewed = await Expired();
        previewed.ShouldBe([Id("E3"), Id("E7")], ignoreOrder: true);
        (await Counted("peopleWhoLeft")).ShouldBe(2);

        _clock.SetUtcNow(Start.AddDays(31));
        var run = await RunOf("2027-04-01");
        run.GetProperty("counts").GetRawText().ShouldBe("""[{"kind":"peopleWhoLeft","destroyed":2,"failed":0}]""");
        foreach (var id in previewed)
            (await Get($"/people/{id}/erasure")).GetProperty("reason").GetString().ShouldBe("retentionEnded");
        foreach (var number in (string[])["E4", "E5", "E2"])
            (await Get($"/people/{Id(number)}")).GetProperty("name").GetString().ShouldNotBe("erased", number);
        (await Expired()).ShouldBeEmpty();
        await EnrollmentHost.Refused(
            await _enrollment.Admin.PostAsJsonAsync($"/people/{Id("E4")}/erasure", new { reason = "personRequest" }),
            HttpStatusCode.Conflict
        );

        await EnrollmentHost.Done(await _enrollment.Admin.DeleteAsync($"/people/{Id("E4")}/legal-hold"));
        _clock.SetUtcNow(Start.AddDays(32));
        (await RunOf("2027-04-02")).GetProperty("counts")[0].GetProperty("destroyed").GetInt32().ShouldBe(1);
        (await Get($"/people/{Id("E4")}")).GetProperty("name").GetString().ShouldBe("erased");
        (
            await _enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_who_never_started_is_erased_after_the_last_announcement()
    {
        var announced = (PersonAnnounced)GoldenTests.Samples.First(e => e is PersonAnnounced);
        var id = announced.Person.Value;
        foreach (var at in (DateTimeOffset[])[Start, Start.AddDays(2)])
            await Append<Person, PersonEvent>(
                id,
                Person.Evolve,
                announced with
                {
                    EmployeeNumber = null,
                    Account = null,
                    Source = null,
                    At = at,
                }
            );
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync("/retention-rules/peopleWhoNeverStarted", new { days = 5 })
        );
        (await Expired("?days=1", "peopleWhoNeverStarted")).ShouldBeEmpty();

        _clock.SetUtcNow(Start.AddDays(6));
        await RunOf("2027-03-07");
        (await Get($"/people/{id}")).GetProperty("name").GetString().ShouldBe("Ada Lovelace");
        _clock.SetUtcNow(Start.AddDays(7));
        await RunOf("2027-03-08");
        (await Get($"/people/{id}")).GetProperty("name").GetString().ShouldBe("erased");
        (await Expired(kind: "peopleWhoLeft", query: "?days=1")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_run_goes_on_and_a_person_who_cannot_be_erased_stops_no_other()
    {
        await Schedule("E3", "left", "2020-01-01");
        await Schedule("E7", "left", "2020-01-01");
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync("/retention-rules/peopleWhoLeft", new { days = 30 })
        );
        var day = new DateOnly(2027, 4, 5);
        // The erasure of this person has a stream already, which an erasure does not expect.
        await Append<Erasure, ErasureEvent>(
            Erasure.IdOf(new(Id("E3"))),
            Erasure.Evolve,
            new ErasureStarted(new(Id("E3")), ErasureReason.PersonRequest, Start, [])
        );
        await Append<RetentionRun, RetentionRunEvent>(
            RetentionRun.IdOf(day),
            RetentionRun.Evolve,
            new ExpiredDataDestroyed(day, RetentionKind.PeopleWhoLeft, 4, 0, Start)
        );

        _clock.SetUtcNow(Start.AddDays(35));
        (await RunOf("2027-04-05"))
            .GetProperty("counts")
            .GetRawText()
            .ShouldBe("""[{"kind":"peopleWhoLeft","destroyed":5,"failed":1}]""");
        (await Get($"/people/{Id("E7")}")).GetProperty("name").GetString().ShouldBe("erased");
        (await Expired()).ShouldBe([Id("E3")]);
    }

    [Fact]
    public async Task Without_a_rule_everything_is_kept()
    {
        await Schedule("E3", "left", "2020-01-01");
        (await Counted("peopleWhoLeft")).ShouldBe(0);
        (await Get("/retention-rules/peopleWhoLeft")).GetProperty("days").ValueKind.ShouldBe(JsonValueKind.Null);
        await EnrollmentHost.Refused(
            await _enrollment.Admin.PutAsJsonAsync("/retention-rules/peopleWhoLeft", new { days = 0 }),
            HttpStatusCode.UnprocessableEntity
        );
        await EnrollmentHost.Refused(
            await _enrollment.Admin.GetAsync("/retention/preview/peopleWhoLeft?days=0"),
            HttpStatusCode.BadRequest
        );
        await EnrollmentHost.Refused(
            await _enrollment.Admin.GetAsync("/retention-rules/everything"),
            HttpStatusCode.BadRequest
        );
    }

    [Fact]
    public async Task The_faulty_records_of_a_sync_are_destroyed_with_their_key()
    {
        var answer = await _enrollment.Upload(
            $"{EnrollmentHost.Roster.TrimEnd()}\ncanaryNumber,,canary@mail.example,NOWHERE,,x,y\n"
        );
        answer.GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
        await EnrollmentHost.Done(
            await _enrollment.Admin.PutAsJsonAsync("/retention-rules/syncReports", new { days = 10 })
        );
        var syncs = await EnrollmentHost.Items(_enrollment.Admin, "/syncs");

        _clock.SetUtcNow(Start.AddDays(11));
        await RunOf("2027-03-12");

        foreach (var sync in syncs)
            (await Get($"/syncs/{sync.GetProperty("id").GetGuid()}"))
                .GetProperty("faulty")
                .GetArrayLength()
                .ShouldBe(0);
        (await Expired(kind: "syncReports")).ShouldBeEmpty();
    }

    private Guid Id(string number) => _enrollment.People[number];

    private async Task Append<T, TEvent>(Guid id, Func<T?, TEvent, T> evolve, TEvent e)
        where T : class
        where TEvent : notnull
    {
        await using var scope = _enrollment.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<EventStreams>().Update(id, evolve, _ => [e], default);
    }

    private async Task Schedule(string number, string status, string on) =>
        await EnrollmentHost.Created(
            await _enrollment.Admin.PostAsJsonAsync($"/people/{Id(number)}/scheduled-changes", new { on, status })
        );

    private async Task<IReadOnlyList<Guid>> Expired(string query = "", string kind = "peopleWhoLeft") =>
        [
            .. (await EnrollmentHost.Items(_enrollment.Admin, $"/retention/preview/{kind}{query}")).Select(p =>
                p.GetProperty("id").GetGuid()
            ),
        ];

    private async Task<int> Counted(string kind) =>
        (await Get("/retention/preview"))
            .GetProperty("kinds")
            .EnumerateArray()
            .Single(k => k.GetProperty("kind").GetString() == kind)
            .GetProperty("expired")
            .GetInt32();

    /// <summary>Waits until the run of the day is over. The worker looks once a minute.</summary>
    private async Task<JsonElement> RunOf(string day)
    {
        await Eventually.Passes(async () =>
        {
            _clock.Advance(TimeSpan.FromMinutes(1));
            (await Get($"/retention/runs/{day}")).GetProperty("completedAt").ValueKind.ShouldBe(JsonValueKind.String);
        });
        return await Get($"/retention/runs/{day}");
    }

    private Task<JsonElement> Get(string path) => EnrollmentHost.Get(_enrollment.Admin, path);
}
