using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>Mentors offer short sessions, and colleagues book them at once.</summary>
[Collection(MatchingCollection.Name)]
public class FlashSlotTests(MatchingHost matching)
{
    private const int Races = 10;

    [Fact]
    public async Task An_offered_slot_is_found_booked_cancelled_and_withdrawn()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor");
        var (mentors, colleague) = (matching.As(mentor.Person), await matching.Colleague());
        var later = await Offer(mentors, program, days: 20, topic: "How to ask for feedback");
        var sooner = await Offer(mentors, program, days: 10, topic: "Window functions in SQL");

        (await Open(colleague, program)).ShouldBe([sooner, later]);
        (await Open(colleague, program, "&topic=sql")).ShouldBe([sooner]);
        (await Open(colleague, program, "&topic=cobol")).ShouldBeEmpty();
        (await Open(colleague, program, $"&from={Day(15)}")).ShouldBe([later]);
        (await Open(colleague, program, $"&to={Day(15)}")).ShouldBe([sooner]);
        (await Open(mentors, program)).ShouldBeEmpty();

        await Done(await Act(colleague, sooner, "book"));
        await Done(await Act(colleague, sooner, "book"));
        (await Open(await matching.Colleague(), program)).ShouldBe([later]);
        (await Mine(colleague)).ShouldBe([(sooner, "booked")]);
        (await Mine(mentors)).ShouldBe([(later, "offered"), (sooner, "booked")]);

        await Done(await Act(colleague, sooner, "cancel"));
        (await Mine(colleague)).ShouldBeEmpty();
        (await Open(colleague, program)).ShouldBe([sooner, later]);

        await Done(await Act(colleague, sooner, "book"));
        await Done(await Act(mentors, sooner, "withdraw"));
        (await Mine(colleague)).ShouldBe([(sooner, "withdrawn")]);
        (await Problem(await Act(colleague, sooner, "book"), HttpStatusCode.Conflict)).ShouldBe("flash-slot-closed");
        await Offer(mentors, program, days: 10);
    }

    [Fact]
    public async Task Of_two_who_book_a_slot_at_the_same_instant_one_gets_it_and_the_other_reads_why()
    {
        var program = await matching.NewProgram();
        var mentor = matching.As((await matching.Join(program, "mentor")).Person);
        for (var race = 0; race < Races; race++)
        {
            var slot = await Offer(mentor, program, days: 10 + race);
            HttpClient[] rivals = [await matching.Colleague(), await matching.Colleague()];

            var answers = await Task.WhenAll(rivals.Select(rival => Act(rival, slot, "book")));

            var winner = Array.FindIndex(answers, a => a.StatusCode is HttpStatusCode.NoContent);
            (await Problem(answers[1 - winner], HttpStatusCode.Conflict)).ShouldBe("flash-slot-taken");
            (await Mine(rivals[winner])).ShouldBe([(slot, "booked")]);
            (await Mine(rivals[1 - winner])).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Bookings_at_the_same_instant_never_exceed_the_hours_of_a_month()
    {
        var program = await matching.NewProgram();
        for (var race = 0; race < Races; race++)
        {
            var mentor = await Mentor(program, hours: 1);
            Guid[] slots = [await Offer(mentor, program, Soon, 40), await Offer(mentor, program, Soon + 1, 40)];
            HttpClient[] rivals = [await matching.Colleague(), await matching.Colleague()];

            var answers = await Task.WhenAll(slots.Zip(rivals, (slot, rival) => Act(rival, slot, "book")));

            var winner = Array.FindIndex(answers, a => a.StatusCode is HttpStatusCode.NoContent);
            (await Problem(answers[1 - winner], HttpStatusCode.Conflict)).ShouldBe("mentor-hours-used");
            await Done(await Act(rivals[winner], slots[winner], "cancel"));
            await Done(await Act(rivals[1 - winner], slots[1 - winner], "book"));
        }
    }

    [Fact]
    public async Task A_session_takes_time_of_its_own_month_alone()
    {
        var program = await matching.NewProgram();
        var (mentor, colleague) = (await Mentor(program, hours: 1), await matching.Colleague());
        var first = await Offer(mentor, program, Soon, 60);
        var second = await Offer(mentor, program, Soon + 1, 15);
        var nextMonth = await Offer(mentor, program, Soon + 31, 60);

        await Done(await Act(colleague, first, "book"));
        await Done(await Act(colleague, nextMonth, "book"));
        (await Problem(await Act(colleague, second, "book"), HttpStatusCode.Conflict)).ShouldBe("mentor-hours-used");
        await Done(await Act(mentor, first, "withdraw"));
        await Done(await Act(colleague, second, "book"));
    }

    [Fact]
    public async Task Mentorships_and_sessions_share_the_hours()
    {
        var program = await matching.NewProgram();
        var (mentor, mentee) = (await matching.Join(program, "mentor", 1), await matching.Join(program, "mentee"));
        await matching.Deliver(
            Person(mentor.Person, version: 2, description: Description() with { HoursPerMonth = 1 })
        );
        var (mentors, colleague) = (matching.As(mentor.Person), await matching.Colleague());
        var slot = await Offer(mentors, program, days: 40, minutes: 15);
        var waiting = await Propose(program, mentor, mentee);

        await Done(await Act(colleague, slot, "book"));
        await Eventually.Passes(async () =>
            (await matching.TypesOf(waiting)).ShouldBe(["match_proposed", "match_declined"])
        );
        (await Problem(await Accept(waiting, mentee), HttpStatusCode.Conflict)).ShouldBe("mentor-hours-used");

        await Done(await Act(colleague, slot, "cancel"));
        var match = await Propose(program, mentor, mentee);
        await Done(await Accept(match, mentee));
        await Done(await Accept(match, mentor));
        (await Problem(await Act(colleague, slot, "book"), HttpStatusCode.Conflict)).ShouldBe("mentor-hours-used");

        await matching.Deliver(Closed(match, program, mentor.Person, mentee.Person));
        await Done(await Act(colleague, slot, "book"));
    }

    [Fact]
    public async Task Slots_of_one_person_never_overlap()
    {
        var program = await matching.NewProgram();
        var mentor = matching.As((await matching.Join(program, "mentor")).Person);
        for (var race = 0; race < Races; race++)
        {
            var answers = await Task.WhenAll(
                Enumerable.Range(0, 3).Select(_ => mentor.PostAsJsonAsync("/flash-slots", Slot(program, 10 + race)))
            );
            answers.Count(a => a.StatusCode is HttpStatusCode.Created).ShouldBe(1);
            foreach (var answer in answers.Where(a => a.StatusCode is not HttpStatusCode.Created))
                (await Problem(answer, HttpStatusCode.Conflict)).ShouldBe("flash-slot-overlap");
        }

        var (other, colleague) = (await Mentor(program, hours: 9), await matching.Colleague());
        for (var day = 10; day < 14; day++)
            await Offer(other, program, day);
        var slots = await Open(colleague, program);
        var sameTime = (await Items(colleague, $"/flash-slots?program={program}"))
            .GroupBy(s => s.GetProperty("startsAt").GetDateTimeOffset())
            .First(g => g.Count() == 2)
            .Select(s => s.GetProperty("id").GetGuid())
            .ToArray();
        await Done(await Act(colleague, sameTime[0], "book"));
        (await Problem(await Act(colleague, sameTime[1], "book"), HttpStatusCode.Conflict)).ShouldBe(
            "flash-slot-overlap"
        );
        foreach (var slot in slots.Except(sameTime).TakeLast(2))
            await Done(await Act(colleague, slot, "book"));
        (await Problem(await Act(colleague, slots.Except(sameTime).First(), "book"), HttpStatusCode.Conflict)).ShouldBe(
            "flash-booking-limit"
        );
    }

    [Fact]
    public async Task Only_mentors_of_the_program_offer_and_only_employees_at_its_sites_book()
    {
        var program = await matching.NewProgram();
        var (mentor, mentee) = (await matching.Join(program, "mentor"), await matching.Join(program, "mentee"));
        var mentors = matching.As(mentor.Person);
        foreach (var other in (HttpClient[])[matching.As(mentee.Person), await matching.Colleague()])
            await Problem(await other.PostAsJsonAsync("/flash-slots", Slot(program, 10)), HttpStatusCode.Forbidden);
        await Problem(await mentors.PostAsJsonAsync("/flash-slots", Slot(Guid.NewGuid(), 10)), HttpStatusCode.NotFound);
        await Problem(
            await mentors.PostAsJsonAsync("/flash-slots", Slot(program, -1)),
            HttpStatusCode.UnprocessableEntity
        );
        var slot = await Offer(mentors, program, days: 10);

        var elsewhere = Guid.CreateVersion7();
        await matching.Deliver(Person(elsewhere, site: "LIS"));
        var report = Guid.CreateVersion7();
        await matching.Deliver(Person(report, manager: mentor.Person));
        await Problem(await Act(matching.As(elsewhere), slot, "book"), HttpStatusCode.Forbidden);
        (await Open(matching.As(elsewhere), program)).ShouldBeEmpty();
        (await Problem(await Act(matching.As(report), slot, "book"), HttpStatusCode.Forbidden)).ShouldBe(
            "reporting-line"
        );
        foreach (var action in (string[])["book", "cancel", "withdraw"])
            await Problem(await Act(matching.As(report), Guid.NewGuid(), action), HttpStatusCode.NotFound);
        await Problem(await Act(matching.As(mentee.Person), slot, "cancel"), HttpStatusCode.Forbidden);
        await Problem(await Act(matching.As(mentee.Person), slot, "withdraw"), HttpStatusCode.Forbidden);
        await Problem(await Act(mentors, slot, "book"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_program_without_the_format_has_no_flash_sessions()
    {
        var program = Guid.CreateVersion7();
        var published = new ProgramPublished(
            program,
            1,
            "Early career",
            ["BER"],
            new(2026, 1, 1),
            null,
            14,
            14,
            1,
            ["flash"],
            null,
            DateTimeOffset.UtcNow
        );
        await matching.Deliver(published);
        var mentor = matching.As((await matching.Join(program, "mentor")).Person);
        var slot = await Offer(mentor, program, days: 10);
        await matching.Deliver(published with { Version = 2, Formats = ["oneToOne"] });

        var colleague = await matching.Colleague();
        (await Open(colleague, program)).ShouldBeEmpty();
        (await Problem(await Act(colleague, slot, "book"), HttpStatusCode.Conflict)).ShouldBe("no-flash-sessions");
        (
            await Problem(await mentor.PostAsJsonAsync("/flash-slots", Slot(program, 11)), HttpStatusCode.Conflict)
        ).ShouldBe("no-flash-sessions");
    }

    [Fact]
    public async Task A_slot_without_a_booking_lapses_at_its_start()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor");
        var begun = new FlashTime(DateTimeOffset.UtcNow.AddSeconds(-1), "Europe/Berlin", 30);
        var offered = TestData.SlotOffered with
        {
            Slot = FlashSlotId.At(begun.StartsAt),
            Program = new(program),
            Mentor = new(mentor.Person),
            Topic = new(mentor.Person, "sql"),
            Time = begun,
        };
        await matching.Write(writes => writes.Append<FlashSlot, FlashSlotEvent>(offered.Slot.Value, offered));

        await Eventually.Passes(async () =>
            (await Mine(matching.As(mentor.Person))).ShouldBe([(offered.Slot.Value, "lapsed")])
        );
    }

    [Fact]
    public async Task A_pause_withdraws_open_slots_and_a_leave_all()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor");
        var (mentors, colleague) = (matching.As(mentor.Person), await matching.Colleague());
        var booked = await Offer(mentors, program, days: 10);
        var open = await Offer(mentors, program, days: 11);
        await Done(await Act(colleague, booked, "book"));

        await Done(
            await mentors.PostAsJsonAsync(
                $"/participations/{mentor.Application}/pause",
                new { resumesAt = DateTimeOffset.UtcNow.AddDays(5) }
            )
        );
        await Eventually.Passes(async () => (await Mine(mentors)).ShouldBe([(open, "withdrawn"), (booked, "booked")]));
        await Problem(await mentors.PostAsJsonAsync("/flash-slots", Slot(program, 12)), HttpStatusCode.Forbidden);

        await matching.Deliver(Person(mentor.Person, version: 2) with { OnLeave = true });
        await Eventually.Passes(async () => (await Mine(colleague)).ShouldBe([(booked, "withdrawn")]));
    }

    [Fact]
    public async Task Training_that_lapsed_withdraws_open_slots_and_no_booking()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor");
        var (mentors, colleague) = (matching.As(mentor.Person), await matching.Colleague());
        var booked = await Offer(mentors, program, days: 10);
        var open = await Offer(mentors, program, days: 11);
        await Done(await Act(colleague, booked, "book"));

        await matching.Deliver(Lapsed(program, mentor, "mentor"));
        await Eventually.Passes(async () => (await Mine(mentors)).ShouldBe([(open, "withdrawn"), (booked, "booked")]));
        await Problem(await mentors.PostAsJsonAsync("/flash-slots", Slot(program, 12)), HttpStatusCode.Forbidden);

        await matching.Deliver(Approval(program, mentor, "mentor", 0, version: 5));
        await Offer(mentors, program, days: 12);
    }

    [Fact]
    public async Task A_booking_ends_when_the_person_leaves_or_reports_to_the_mentor_and_all_when_the_program_ends()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor");
        var mentors = matching.As(mentor.Person);
        var slot = await Offer(mentors, program, days: 10);
        foreach (
            var change in (Func<Guid, PersonRecorded>[])
                [
                    person => Person(person, version: 2, active: false),
                    person => Person(person, version: 2) with { OnLeave = true },
                    person => Person(person, version: 2, manager: mentor.Person),
                ]
        )
        {
            var person = Guid.CreateVersion7();
            await matching.Deliver(Person(person));
            await Done(await Act(matching.As(person), slot, "book"));
            await matching.Deliver(change(person));
            await Eventually.Passes(async () => (await Mine(mentors)).ShouldBe([(slot, "offered")]));
        }

        await matching.Deliver(new ProgramClosed(program, 2, DateTimeOffset.UtcNow));
        await Eventually.Passes(async () => (await Mine(mentors)).ShouldBe([(slot, "withdrawn")]));
    }

    [Fact]
    public async Task Both_people_get_what_is_held_of_their_sessions()
    {
        var program = await matching.NewProgram();
        var mentor = await matching.Join(program, "mentor");
        var mentee = Guid.CreateVersion7();
        await matching.Deliver(Person(mentee));
        var before = Guid.CreateVersion7();
        await matching.Deliver(Person(before));
        var slot = await Offer(matching.As(mentor.Person), program, days: 10, topic: "Kalman filters");
        await Done(await Act(matching.As(before), slot, "book"));
        await Done(await Act(matching.As(before), slot, "cancel"));
        await Done(await Act(matching.As(mentee), slot, "book"));

        (await Report(mentor.Person)).ShouldContain("Kalman filters");
        var report = await Report(mentee);
        report.ShouldContain("Flash sessions");
        report.ShouldNotContain($"{before}");

        async Task<string> Report(Guid person) =>
            await matching.As(person).GetStringAsync($"/people/{person}/personal-data");
    }

    /// <summary>A day early in a month to come, so that the next one is in the same month.</summary>
    private static int Soon => (FirstOfNextMonth - DateTimeOffset.UtcNow).Days + 3;

    private static DateTimeOffset FirstOfNextMonth
    {
        get
        {
            var now = DateTimeOffset.UtcNow;
            return new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1);
        }
    }

    private async Task<HttpClient> Mentor(Guid program, int hours)
    {
        var mentor = new Participant(Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(Person(mentor.Person, description: Description() with { HoursPerMonth = hours }));
        await matching.Deliver(Approval(program, mentor, "mentor", 1));
        return matching.As(mentor.Person);
    }

    private async Task<Guid> Propose(Guid program, Participant mentor, Participant mentee)
    {
        var run = new RunId(Guid.CreateVersion7());
        var proposed = TestData.ProposalTo(program, run, mentor.Person, mentee.Person);
        await matching.Write(writes => writes.Append<Match, MatchEvent>(proposed.Match.Value, proposed));
        return proposed.Match.Value;
    }

    private Task<HttpResponseMessage> Accept(Guid match, Participant who) =>
        matching.As(who.Person).PostAsync($"/matches/{match}/accept", null);

    private static object Slot(Guid program, int days, int minutes = 30, string topic = "sql") =>
        new
        {
            program,
            topic,
            start = $"{DateTime.UtcNow.AddDays(days):yyyy-MM-dd}T10:00",
            minutes,
        };

    private static async Task<Guid> Offer(
        HttpClient mentor,
        Guid program,
        int days,
        int minutes = 30,
        string topic = "sql"
    ) => await Created(await mentor.PostAsJsonAsync("/flash-slots", Slot(program, days, minutes, topic)));

    private static Task<HttpResponseMessage> Act(HttpClient person, Guid slot, string action) =>
        person.PostAsync($"/flash-slots/{slot}/{action}", null);

    private static async Task<Guid[]> Open(HttpClient person, Guid program, string filter = "") =>
        [
            .. (await Items(person, $"/flash-slots?program={program}{filter}")).Select(slot =>
                slot.GetProperty("id").GetGuid()
            ),
        ];

    private static async Task<(Guid, string?)[]> Mine(HttpClient person) =>
        [
            .. (await Items(person, "/me/flash-slots")).Select(slot =>
                (slot.GetProperty("id").GetGuid(), slot.GetProperty("state").GetString())
            ),
        ];

    private static string Day(int days) =>
        DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
}
