using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.People;

/// <summary>What others publish, delivered twice, late and in another order.</summary>
public sealed class ConsumerTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_person_is_what_the_newest_message_says_however_the_messages_come()
    {
        var id = Guid.CreateVersion7();
        var second = Told(2, "Asia/Tokyo", active: false);
        var message = Guid.CreateVersion7();
        await engagement.Deliver(second, message);
        await engagement.DeliverAtOnce([second]);
        await engagement.Deliver(second, message);
        await engagement.DeliverAtOnce([second, Told(1, "Europe/Berlin", active: false)]);
        (await engagement.Replica<PersonReplica>(id)).ShouldBe(Known(2, false, "Asia/Tokyo"));
        await engagement.DeliverAtOnce([Told(3, "Asia/Seoul")]);
        (await engagement.Replica<PersonReplica>(id)).ShouldBe(Known(3, true, "Asia/Seoul"));

        PersonReplica Known(long version, bool active, string zone) =>
            new(id, version, active, "TYO", zone, Account: TestTokens.AccountOf(id));

        PersonRecorded Told(long version, string zone, bool active = true) =>
            EngagementHost.Person(id, "TYO", zone, version, active);
    }

    [Fact]
    public async Task An_erased_person_has_left_however_the_messages_come()
    {
        Guid first = Guid.CreateVersion7(),
            last = Guid.CreateVersion7();
        var erasure = Guid.CreateVersion7();
        await engagement.Deliver(new PersonErased(first, 3, Now), erasure);
        await engagement.DeliverAtOnce([EngagementHost.Person(last, "TYO", "Asia/Tokyo")]);
        await engagement.DeliverAtOnce([new PersonErased(last, 3, Now)]);
        await engagement.Deliver(new PersonErased(first, 3, Now), erasure);
        await engagement.DeliverAtOnce([
            EngagementHost.Person(first, "TYO", "Asia/Tokyo"),
            EngagementHost.Person(last, "TYO", "Asia/Tokyo"),
        ]);

        (await engagement.Replica<PersonReplica>(first)).ShouldBe(new(first, 3, false, "", "Etc/UTC"));
        (await engagement.Replica<PersonReplica>(last)).ShouldBe(new(last, 3, false, "TYO", "Asia/Tokyo"));
        foreach (var person in (Guid[])[first, last])
            (await engagement.Stored(person)).ShouldBe([
                new PersonLeft(new(person), Now),
                new Engagement.People.PersonalDataErased(new(person), 0, Now),
            ]);
    }

    [Fact]
    public async Task The_newest_version_of_a_person_wins_among_consumers_at_once()
    {
        Guid[] people = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        object[] told =
        [
            .. people.SelectMany(id =>
                Enumerable.Range(1, 10).Select(v => EngagementHost.Person(id, "TYO", $"Zone/{v}", v, active: v < 10))
            ),
        ];
        Random.Shared.Shuffle(told);
        await engagement.DeliverAtOnce(told);
        foreach (var id in people)
        {
            (await engagement.Replica<PersonReplica>(id)).ShouldBe(
                new(id, 10, false, "TYO", "Zone/10", Account: TestTokens.AccountOf(id))
            );
            // A version that was not seen may have been a leave.
            (await engagement.Stored(id))
                .Where(e => e is not PersonLeaveReported)
                .ShouldBe([new PersonLeft(new(id), Now)]);
        }
    }

    [Fact]
    public async Task A_program_is_what_the_newest_message_says_and_ends_once_among_consumers_at_once()
    {
        Guid[] programs = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
        object[] told =
        [
            .. programs.SelectMany(id => Enumerable.Range(1, 8).Select(v => Described(id, v))),
            .. programs.SelectMany(id => Enumerable.Range(0, 3).Select(_ => new ProgramClosed(id, 9, Now))),
        ];
        Random.Shared.Shuffle(told);
        await engagement.DeliverAtOnce(told);
        foreach (var id in programs)
        {
            (await engagement.Replica<ProgramReplica>(id))
                .ShouldNotBeNull()
                .ShouldSatisfyAllConditions(
                    p => p.Name.ShouldBe("Name 8"),
                    p => p.Version.ShouldBe(8),
                    p => p.Ended.ShouldBeTrue()
                );
            (await engagement.Stored(id)).ShouldBe([new ProgramEnded(new(id), Now)]);
        }

        static ProgramPublished Described(Guid id, int version) =>
            new(id, version, $"Name {version}", ["CHI"], new(2026, 1, 1), null, 14, 10, 1, ["oneToOne"], null, Now);
    }

    [Fact]
    public async Task A_match_starts_one_mentorship_however_often_it_is_confirmed_and_before_its_people_are_known()
    {
        var (match, mentor, mentee) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var confirmed = EngagementHost.Confirmed(match, Guid.CreateVersion7(), mentor, mentee);
        var message = Guid.CreateVersion7();
        await engagement.Deliver(confirmed, message);
        await engagement.Deliver(confirmed, message);
        await Eventually.Passes(async () => (await engagement.Stored(match)).Count.ShouldBe(1));
        await engagement.DeliverAtOnce([EngagementHost.Person(mentee, "CHI", "America/Chicago")]);
        await engagement.As(mentee).Post($"/mentorships/{match}/check-ins", new { status = "onTrack", mood = 4 });
        await engagement.Deliver(confirmed);
        await NothingMore(async () =>
            (await engagement.Stored(match))
                .Select(e => e.GetType().Name)
                .ShouldBe(["MentorshipStarted", "CheckInGiven"])
        );
        await Eventually.Passes(async () =>
            (await engagement.As(mentee).Get($"/mentorships/{match}"))["members"]![1]!["zone"]!
                .GetValue<string>()
                .ShouldBe("America/Chicago")
        );
    }

    [Fact]
    public async Task A_program_that_closed_stays_closed_however_the_messages_come()
    {
        var id = Guid.CreateVersion7();
        var (closed, described) = (
            new ProgramClosed(id, 4, Now),
            new ProgramPublished(id, 3, "Late", ["CHI"], Today, null, 14, 10, 1, ["oneToOne"], null, Now)
        );
        await engagement.DeliverAtOnce([closed]);
        (await engagement.Replica<ProgramReplica>(id)).ShouldBe(new(id, Ended: true) { Revision = 1 });
        await engagement.DeliverAtOnce([closed, described]);
        (await engagement.Replica<ProgramReplica>(id)).ShouldBe(
            new(id, 3, "Late", Today, null, Ended: true) { Revision = 2 }
        );
        (await engagement.Stored(id)).ShouldBe([new ProgramEnded(new(id), Now)]);
    }

    [Fact]
    public void The_decisions_of_consumers_never_refuse()
    {
        var told = EngagementHost.Person(Mentor.Value, "SIN", "Asia/Singapore", 4) with { Department = "Sales" };
        var colleague = new PersonReplica(
            Mentor.Value,
            4,
            true,
            "SIN",
            "Asia/Singapore",
            "Sales",
            TestTokens.AccountOf(Mentor.Value)
        );
        WhenPersonRecorded.Decide(null, told).ShouldBe(colleague);
        WhenPersonRecorded.Decide(colleague with { Version = 3, Active = false }, told).ShouldBe(colleague);
        WhenPersonRecorded.Decide(colleague, told).ShouldBeNull();
        WhenPersonRecorded.Decide(colleague with { Version = 5 }, told).ShouldBeNull();

        var published = new ProgramPublished(
            ProgramOne.Value,
            2,
            "Name",
            ["SIN"],
            Today,
            Today,
            14,
            10,
            1,
            ["oneToOne"],
            null,
            Now
        );
        var program = new ProgramReplica(ProgramOne.Value, 2, "Name", Today, Today);
        WhenProgramPublished.Decide(null, published).ShouldBe(program);
        WhenProgramPublished.Decide(program with { Version = 1, Name = "Old" }, published).ShouldBe(program);
        WhenProgramPublished.Decide(program, published).ShouldBeNull();
        WhenProgramPublished.Decide(program with { Version = 3 }, published).ShouldBeNull();
        var closed = new ProgramClosed(ProgramOne.Value, 4, Now);
        var onlyEnded = new ProgramReplica(ProgramOne.Value, Ended: true);
        WhenProgramClosed.Decide(null, closed).ShouldBe(onlyEnded);
        WhenProgramClosed.Decide(program, closed).ShouldBe(program with { Ended = true });
        WhenProgramClosed.Decide(program with { Ended = true }, closed).ShouldBeNull();
        WhenProgramPublished.Decide(onlyEnded, published).ShouldBe(program with { Ended = true });

        var match = EngagementHost.Confirmed(Id.Value, ProgramOne.Value, Mentor.Value, Mentee.Value);
        NoMentorship.When(m => WhenMatchConfirmed.Decide(m, match)).Then(Started);
        Begun.When(m => WhenMatchConfirmed.Decide(m, match)).ThenNothing();
        var peers = match with
        {
            Kind = "reciprocal",
            Members = [new(Mentor.Value, "peer"), new(Mentee.Value, "peer")],
        };
        NoMentorship.When(m => WhenMatchConfirmed.Decide(m, peers)).Then(StartedReciprocal);
    }

    [Fact]
    public void Hours_that_were_set_stay_when_the_person_leaves()
    {
        var hours = WorkingHours.Default with { From = new(7, 0) };
        var set = new WorkingHoursSet(Mentor, hours, Now);
        SetWorkingHours.Decide(null, Mentor, hours, Now).ShouldBe([set]);
        SetWorkingHours.Decide(null, Mentor, WorkingHours.Default, Now).ShouldBeEmpty();
        var left = new PersonLeft(Mentor, Now);
        var (before, after) = (Fold(set, left), Fold(left, set));
        before.ShouldBe(after);
        SetWorkingHours.Decide(after, Mentor, hours, Now).ShouldBeEmpty();

        static Person Fold(params PersonEvent[] events) => events.Aggregate((Person?)null, Person.Evolve)!;
    }

    /// <summary>
    /// Another person's message, sent last, has arrived: what was sent before it has been handled, or stands in the
    /// same queue.
    /// </summary>
    private async Task NothingMore(Func<Task> assertion)
    {
        var last = Guid.CreateVersion7();
        await engagement.Deliver(EngagementHost.Person(last, "TYO", "Asia/Tokyo"));
        await Eventually.Passes(async () => (await engagement.Replica<PersonReplica>(last)).ShouldNotBeNull());
        await assertion();
    }
}
