using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.Samples;

namespace PeerNetwork.Engagement.Tests.People;

/// <summary>What others publish, delivered twice, late and in another order.</summary>
public sealed class ConsumerTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    [Fact]
    public async Task A_person_is_what_the_newest_message_says_however_the_messages_come()
    {
        var id = Guid.CreateVersion7();
        var (first, second, third) = (
            Told(1, "Europe/Berlin"),
            Told(2, "Asia/Tokyo"),
            Told(3, "Asia/Tokyo", active: false)
        );
        var message = Guid.CreateVersion7();
        await engagement.Deliver(second, message);
        await Eventually.Passes(async () => (await Versions()).ShouldBe([2]));
        await engagement.Deliver(second, message);
        await engagement.Deliver(second);
        await engagement.Deliver(first);
        await engagement.Deliver(third);
        await Eventually.Passes(async () => (await Versions()).ShouldBe([2, 3]));
        await NothingMore(async () => (await Versions()).ShouldBe([2, 3]));
        ((PersonLearned)(await engagement.Stored(id))[^1]).ShouldSatisfyAllConditions(
            p => p.Active.ShouldBeFalse(),
            p => p.Zone.ShouldBe("Asia/Tokyo")
        );

        PersonRecorded Told(long version, string zone, bool active = true) =>
            EngagementHost.Person(id, "TYO", zone, version, active);
        async Task<IEnumerable<long>> Versions() =>
            (await engagement.Stored(id)).Cast<PersonLearned>().Select(p => p.Version);
    }

    [Fact]
    public async Task A_program_is_what_the_newest_message_says_however_the_messages_come()
    {
        var id = Guid.CreateVersion7();
        await engagement.Deliver(Told(2, "New name"));
        await Eventually.Passes(async () => (await Names()).ShouldBe(["New name"]));
        await engagement.Deliver(Told(2, "New name"));
        await engagement.Deliver(Told(1, "Old name"));
        await engagement.Deliver(Told(5, "Newest name"));
        await Eventually.Passes(async () => (await Names()).ShouldBe(["New name", "Newest name"]));
        await NothingMore(async () => (await Names()).ShouldBe(["New name", "Newest name"]));

        ProgramPublished Told(long version, string name) =>
            new(id, version, name, ["CHI"], new(2026, 1, 1), null, 14, 1, Now);
        async Task<IEnumerable<string>> Names() =>
            (await engagement.Stored(id)).Cast<ProgramLearned>().Select(p => p.Name);
    }

    [Fact]
    public async Task A_match_starts_one_mentorship_however_often_it_is_confirmed_and_before_its_people_are_known()
    {
        var (match, mentor, mentee) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        var confirmed = new MatchConfirmed(match, 3, Guid.CreateVersion7(), mentor, mentee, "CHI", Now, Now);
        var message = Guid.CreateVersion7();
        await engagement.Deliver(confirmed, message);
        await engagement.Deliver(confirmed, message);
        await Eventually.Passes(async () => (await engagement.Stored(match)).Count.ShouldBe(1));
        await engagement.As(mentee).Post($"/mentorships/{match}/check-ins", new { status = "onTrack", mood = 4 });
        await engagement.Deliver(confirmed);
        await engagement.Deliver(EngagementHost.Person(mentee, "CHI", "America/Chicago"));
        await NothingMore(async () =>
            (await engagement.Stored(match))
                .Select(e => e.GetType().Name)
                .ShouldBe(["MentorshipStarted", "CheckInGiven"])
        );
        await Eventually.Passes(async () =>
            (await engagement.As(mentee).Get($"/mentorships/{match}"))["mentee"]!["zone"]!
                .GetValue<string>()
                .ShouldBe("America/Chicago")
        );
    }

    [Fact]
    public async Task A_program_that_closed_stays_closed_however_the_messages_come()
    {
        var id = Guid.CreateVersion7();
        var closed = new ProgramClosed(id, 4, Now);
        await engagement.Deliver(closed);
        await Eventually.Passes(async () => (await engagement.Stored(id)).Count.ShouldBe(1));
        await engagement.Deliver(closed);
        await engagement.Deliver(new ProgramPublished(id, 3, "Late", ["CHI"], Today, null, 14, 1, Now));
        await Eventually.Passes(async () => (await engagement.Stored(id)).Count.ShouldBe(2));
        (await engagement.Stored(id))
            .Cast<ProgramEvent>()
            .Aggregate((OfferedProgram?)null, OfferedProgram.Evolve)
            .ShouldBe(new(new(id), 3, Ended: true));
    }

    [Fact]
    public void The_decisions_of_consumers_never_refuse()
    {
        var person = Person.Unknown(Mentor) with { Version = 4 };
        WhenPersonRecorded
            .Decide(person, EngagementHost.Person(Mentor.Value, "SIN", "Asia/Singapore", 4))
            .ShouldBeEmpty();
        WhenPersonRecorded
            .Decide(null, EngagementHost.Person(Mentor.Value, "SIN", "Asia/Singapore", 4))
            .ShouldBe([new PersonLearned(Mentor, 4, true, "SIN", "Asia/Singapore", Now)]);
        var program = new ProgramPublished(ProgramOne.Value, 2, "Name", ["SIN"], Today, null, 14, 1, Now);
        WhenProgramPublished.Decide(new(ProgramOne, 2), program).ShouldBeEmpty();
        WhenProgramPublished
            .Decide(new(ProgramOne, 1), program)
            .ShouldBe([new ProgramLearned(ProgramOne, 2, "Name", Today, null, 14, Now)]);
        var closed = new ProgramClosed(ProgramOne.Value, 4, Now);
        WhenProgramClosed.Decide(null, closed).ShouldBe([new ProgramEnded(ProgramOne, Now)]);
        WhenProgramClosed.Decide(new(ProgramOne, 1, Ended: true), closed).ShouldBeEmpty();
        var match = new MatchConfirmed(Id.Value, 3, ProgramOne.Value, Mentor.Value, Mentee.Value, "CHI", Now, Now);
        WhenMatchConfirmed.Decide(null, match).ShouldBe([Started]);
        WhenMatchConfirmed.Decide(Mentorship.Evolve(null, Started), match).ShouldBeEmpty();
    }

    [Fact]
    public void Hours_that_were_set_outlive_what_the_directory_says_and_come_before_it()
    {
        var hours = WorkingHours.Usual with { From = new(7, 0) };
        var set = new HoursSet(Mentor, hours, Now);
        SetHours.Decide(null, Mentor, hours, Now).ShouldBe([set]);
        SetHours.Decide(null, Mentor, WorkingHours.Usual, Now).ShouldBeEmpty();
        var learned = new PersonLearned(Mentor, 1, true, "SIN", "Asia/Singapore", Now);
        var (before, after) = (Fold(set, learned), Fold(learned, set));
        before.ShouldBe(after);
        SetHours.Decide(after, Mentor, hours, Now).ShouldBeEmpty();

        static Person Fold(params PersonEvent[] events) => events.Aggregate((Person?)null, Person.Evolve)!;
    }

    /// <summary>Another person's message, sent last, has arrived: what was sent before it has been handled, or stands in the same queue.</summary>
    private async Task NothingMore(Func<Task> assertion)
    {
        var last = Guid.CreateVersion7();
        await engagement.Deliver(EngagementHost.Person(last, "TYO", "Asia/Tokyo"));
        await engagement.Deliver(new ProgramPublished(last, 1, "Last", ["CHI"], Today, null, 14, 1, Now));
        await Eventually.Passes(async () => (await engagement.Stored(last)).ShouldNotBeEmpty());
        await assertion();
    }
}
