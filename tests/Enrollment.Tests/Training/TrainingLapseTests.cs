using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Training;

/// <summary>It is the first of March 2027, and a module is valid for a month.</summary>
public sealed class TrainingLapseTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Lapses = new(2027, 4, 2, 0, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(TestData.Now);
    private readonly EnrollmentHost _enrollment;

    public TrainingLapseTests() => _enrollment = new ClockedEnrollmentHost(_clock);

    public Task InitializeAsync() => _enrollment.InitializeAsync();

    public Task DisposeAsync() => _enrollment.DisposeAsync();

    [Fact]
    public async Task An_applicant_is_not_ready_from_the_day_of_the_lapse_until_the_refresher()
    {
        var (program, application) = await Ready(months: 1);
        (await Training(program)).ShouldBe("valid 2027-03-01 2027-04-01");
        (await Summary(application)).ShouldBe(("2027-04-01", false));

        _clock.SetUtcNow(new(2027, 3, 2, 0, 0, 0, TimeSpan.Zero));
        (await Training(program)).ShouldBe("dueSoon 2027-03-01 2027-04-01");
        (await Summary(application)).ShouldBe(("2027-04-01", true));
        _clock.SetUtcNow(Lapses.AddSeconds(-1));
        (await Missing(application)).ShouldBe("ready: , lapsed: ");
        (await InList(program)).ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromSeconds(1));
        await _enrollment.Becomes(application, "approved");
        (await Training(program)).ShouldBe("lapsed 2027-03-01 2027-04-01");
        (await Missing(application)).ShouldBe("approved: basics, lapsed: basics");
        (await InList(program)).ShouldBe([application]);
        (await Mine(application)).GetProperty("trainingLapsed").GetBoolean().ShouldBeTrue();
        (await Summary(application)).ShouldBe((null, false));
        await Told(application, settled: false);

        _clock.SetUtcNow(new(2027, 4, 10, 12, 0, 0, TimeSpan.Zero));
        await Complete(program);
        await _enrollment.Becomes(application, "ready");
        (await Training(program)).ShouldBe("valid 2027-04-10 2027-05-10");
        (await Missing(application)).ShouldBe("ready: , lapsed: ");
        (await InList(program)).ShouldBeEmpty();
        await Told(application, settled: true);

        _clock.SetUtcNow(new(2027, 5, 11, 0, 0, 0, TimeSpan.Zero));
        await _enrollment.Becomes(application, "approved");
        (await Count(application, "applicant_no_longer_ready")).ShouldBe(2, "one for each lapse");
        (await Deadlines(application)).ShouldBe(0);
    }

    [Fact]
    public async Task A_refresher_in_time_moves_the_day()
    {
        var (program, application) = await Ready(months: 1);
        await Complete(program);
        (await Count(_enrollment.People["E3"], "training_completed")).ShouldBe(1, "it is valid");

        _clock.SetUtcNow(Lapses.AddDays(-1));
        await Complete(program);
        await Eventually.Passes(async () => (await Count(application, "training_validity_changed")).ShouldBe(1));
        (await Training(program)).ShouldBe("valid 2027-04-01 2027-05-01");
        (await Summary(application)).ShouldBe(("2027-05-01", true), "30 days");

        _clock.SetUtcNow(new(2027, 5, 1, 23, 59, 59, TimeSpan.Zero));
        (await Missing(application)).ShouldBe("ready: , lapsed: ");
        (await Count(application, "applicant_no_longer_ready")).ShouldBe(0);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _enrollment.Becomes(application, "approved");
    }

    [Fact]
    public async Task A_program_that_changes_changes_the_validity_of_what_was_completed()
    {
        var (program, application) = await Ready(months: null);
        (await Deadlines(application)).ShouldBe(0);

        await Revise(program, Module("basics", months: 1));
        await Eventually.Passes(async () => (await Deadlines(application)).ShouldBe(1));
        _clock.SetUtcNow(Lapses);
        await _enrollment.Becomes(application, "approved");
        await Revise(program, Module("basics", months: 2));
        await _enrollment.Becomes(application, "ready");
        await Revise(program, Module("basics", months: null));
        await Eventually.Passes(async () => (await Deadlines(application)).ShouldBe(0));

        await Revise(program, Module("basics", months: null), Module("new", months: null));
        await _enrollment.Becomes(application, "approved");
        (await Missing(application)).ShouldBe("approved: new, lapsed: ");
        (await InList(program)).ShouldBeEmpty();
        await Complete(program, "new");
        await _enrollment.Becomes(application, "ready");
    }

    [Fact]
    public async Task Nothing_lapses_after_a_withdrawal()
    {
        var (_, application) = await Ready(months: 1);
        (await Deadlines(application)).ShouldBe(1);

        await EnrollmentHost.Done(
            await _enrollment.Employee("E3").PostAsync($"/applications/{application}/withdraw", null)
        );

        (await Deadlines(application)).ShouldBe(0);
    }

    private static object Module(string code, int? months) =>
        new
        {
            code,
            title = code,
            @for = "both",
            validMonths = months,
        };

    private async Task<(Guid Program, Guid Application)> Ready(int? months)
    {
        var program = await _enrollment.Published(new { training = new[] { Module("basics", months) } });
        var application = await EnrollmentHost.Created(await _enrollment.Apply("E3", program));
        await EnrollmentHost.Done(
            await _enrollment.Coordinator("*").PostAsync($"/applications/{application}/approve", null)
        );
        await Complete(program);
        await _enrollment.Becomes(application, "ready");
        return (program, application);
    }

    private async Task Complete(Guid program, string module = "basics") =>
        await EnrollmentHost.Done(
            await _enrollment.Employee("E3").PostAsJsonAsync("/training/completions", new { program, module })
        );

    private async Task Revise(Guid program, params object[] training) =>
        await EnrollmentHost.Done(
            await EnrollmentHost
                .Because(_enrollment.Coordinator("*"), "Law.")
                .PutAsJsonAsync($"/programs/{program}", EnrollmentHost.Plan(new { training }))
        );

    private async Task<string> Training(Guid program)
    {
        var module = (
            await EnrollmentHost.Get(_enrollment.Employee("E3"), $"/programs/{program}/training")
        ).GetProperty("modules")[0];
        return string.Join(' ', Text(module, "state"), Text(module, "completedOn"), Text(module, "validUntil"));
    }

    private async Task<string> Missing(Guid application)
    {
        var shown = await EnrollmentHost.Get(_enrollment.Employee("E3"), $"/applications/{application}");
        return $"{Text(shown, "status")}: {Codes(shown, "trainingOpen")}, lapsed: {Codes(shown, "trainingLapsed")}";
    }

    private async Task<JsonElement> Mine(Guid application) =>
        (await EnrollmentHost.Items(_enrollment.Employee("E3"), "/applications/mine")).Single(a =>
            a.GetProperty("id").GetGuid() == application
        );

    private async Task<(string? ValidUntil, bool IsDueSoon)> Summary(Guid application)
    {
        var mine = await Mine(application);
        return (Text(mine, "trainingValidUntil"), mine.GetProperty("trainingDueSoon").GetBoolean());
    }

    private async Task<IEnumerable<Guid>> InList(Guid program) =>
        (
            await EnrollmentHost.Items(
                _enrollment.Coordinator("*"),
                $"/applications?program={program}&trainingLapsed=true"
            )
        ).Select(a => a.GetProperty("id").GetGuid());

    private async Task<long> Count(Guid stream, string type) =>
        await Tables.QueryFirstOrDefault<long>(
            $"select count(*) from enrollment.mt_events where stream_id = {stream} and type = {type}",
            default
        );

    private async Task<long> Deadlines(Guid application) =>
        await Tables.QueryFirstOrDefault<long>(
            $"select count(*) from deadlines where stream = {application} and kind = 'training_lapse'",
            default
        );

    private ReadModels Tables => _enrollment.Services.GetRequiredService<ReadModels>();

    private static string? Text(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static string Codes(JsonElement json, string name) =>
        string.Join(' ', json.GetProperty(name).EnumerateArray().Select(code => code.GetString()));

    /// <summary>Waits until the applicant has one notice of training that is due.</summary>
    private Task Told(Guid application, bool settled) =>
        Eventually.Passes(async () =>
        {
            var told = (await EnrollmentHost.Items(_enrollment.Employee("E3"), "/notices/mine"))
                .Where(n => n.GetProperty("kind").GetString() == "trainingDue")
                .ShouldHaveSingleItem();
            (told.GetProperty("about").GetGuid(), told.GetProperty("settled").GetBoolean()).ShouldBe(
                (application, settled)
            );
        });
}
