using System.Net;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.Testing;
using static PeerNetwork.Engagement.Tests.TestData;

namespace PeerNetwork.Engagement.Tests.Mentorships;

public sealed class MentorshipLifecycleTests(EngagementHost engagement) : IClassFixture<EngagementHost>
{
    private static readonly ProgramReplica Running = new(ProgramOne.Value, 2),
        Ended = new(ProgramOne.Value, 2, Ended: true);
    private static readonly PersonReplica Here = new(Mentor.Value, 1, true, "SIN", "Asia/Singapore"),
        Away = Here with { OnLeave = true },
        Gone = Here with { Active = false };

    [Fact]
    public void An_open_mentorship_of_a_closed_program_ends_and_its_sessions_ahead_are_cancelled() =>
        Begun
            .Given(Planned)
            .When(m => MentorshipLifecycle.Decide(m, Ended, [Here], Now))
            .Then(Cancelled with { By = null }, As(Outcome.ProgramEnded));

    [Fact]
    public void The_mentorship_of_a_person_who_left_ends() =>
        Begun.When(m => MentorshipLifecycle.Decide(m, Running, [Here, Gone], Now)).Then(As(Outcome.PersonLeft));

    [Fact]
    public void The_reciprocal_mentorship_of_a_person_who_left_ends() =>
        BegunReciprocal
            .When(m => MentorshipLifecycle.Decide(m, Running, [Here, Gone], Now))
            .Then(
                As(Outcome.PersonLeft) with
                {
                    Kind = RelationshipKind.Reciprocal,
                    Members = StartedReciprocal.Members,
                }
            );

    [Fact]
    public void A_person_who_left_a_closed_program_left() =>
        Begun.When(m => MentorshipLifecycle.Decide(m, Ended, [Gone, Here], Now)).Then(As(Outcome.PersonLeft));

    [Fact]
    public void Otherwise_it_stays_open()
    {
        Begun.When(m => MentorshipLifecycle.Decide(m, Running, [Here, Here], Now)).ThenNothing();
        Begun.When(m => MentorshipLifecycle.Decide(m, null, [], Now)).ThenNothing();
    }

    [Fact]
    public void A_closed_or_an_unknown_mentorship_stays_as_it_is()
    {
        Begun.Given(Closed).When(m => MentorshipLifecycle.Decide(m, Ended, [Gone, Gone], Now)).ThenNothing();
        NoMentorship.When(m => MentorshipLifecycle.Decide(m, Ended, [Gone, Gone], Now)).ThenNothing();
    }

    [Fact]
    public void The_mentorship_of_a_person_on_leave_pauses_until_all_are_here()
    {
        var (paused, resumed) = (new MentorshipPaused(Id, Now), new MentorshipResumed(Id, Now));
        Begun.When(m => MentorshipLifecycle.Decide(m, Running, [Here, Away], Now)).Then(paused);
        Begun.Given(paused).When(m => MentorshipLifecycle.Decide(m, Running, [Away, Away], Now)).ThenNothing();
        Begun.Given(paused).When(m => MentorshipLifecycle.Decide(m, Running, [Away, Here], Now)).ThenNothing();
        Begun.Given(paused).When(m => MentorshipLifecycle.Decide(m, Running, [Here, Here], Now)).Then(resumed);
        Begun
            .Given(paused)
            .When(m => MentorshipLifecycle.Decide(m, Running, [Away, Gone], Now))
            .Then(As(Outcome.PersonLeft));
    }

    [Fact]
    public void A_mentee_who_left_the_company_leaves_the_group_and_the_others_go_on()
    {
        BegunGroup
            .Given(Planned)
            .When(m =>
                MentorshipLifecycle.Decide(m, Running, [Here, OfMentee(SecondMentee) with { Active = false }], Now)
            )
            .Then(LeftCompany(SecondMentee));
        BegunGroup.Given(SecondLeft).When(m => MentorshipLifecycle.Decide(m, Running, [Here], Now)).ThenNothing();
    }

    [Fact]
    public void A_group_of_which_all_mentees_left_the_company_closes()
    {
        PersonReplica[] people =
        [
            Here,
            .. ((PersonId[])[Mentee, SecondMentee, ThirdMentee]).Select(id => OfMentee(id) with { Active = false }),
        ];
        BegunGroup
            .Given(Planned)
            .When(m => MentorshipLifecycle.Decide(m, Running, people, Now))
            .Then(
                LeftCompany(Mentee),
                LeftCompany(SecondMentee),
                Cancelled with
                {
                    By = null,
                },
                As(Outcome.PersonLeft) with
                {
                    Kind = RelationshipKind.Group,
                    Members = [new(Mentor, MemberRole.Mentor), new(ThirdMentee, MemberRole.Mentee)],
                }
            );
    }

    [Fact]
    public void A_group_whose_mentor_left_or_whose_program_closed_closes()
    {
        var closed = As(Outcome.PersonLeft) with { Kind = RelationshipKind.Group, Members = StartedGroup.Members };
        var gone = OfMentee(SecondMentee) with { Active = false };
        BegunGroup
            .When(m => MentorshipLifecycle.Decide(m, Running, [Here with { Active = false }, gone], Now))
            .Then(closed);
        BegunGroup
            .When(m => MentorshipLifecycle.Decide(m, Ended, [Here, gone], Now))
            .Then(
                LeftCompany(SecondMentee),
                closed with
                {
                    Outcome = Outcome.ProgramEnded,
                    Members = [.. StartedGroup.Members.Where(m => m.Person != SecondMentee)],
                }
            );
    }

    [Fact]
    public void A_group_pauses_while_its_mentor_is_on_leave_and_not_for_a_mentee()
    {
        var (paused, resumed) = (new MentorshipPaused(Id, Now), new MentorshipResumed(Id, Now));
        var menteeAway = OfMentee(Mentee) with { OnLeave = true };
        BegunGroup.When(m => MentorshipLifecycle.Decide(m, Running, [Here, menteeAway], Now)).ThenNothing();
        BegunGroup.When(m => MentorshipLifecycle.Decide(m, Running, [Away, menteeAway], Now)).Then(paused);
        BegunGroup
            .Given(paused)
            .When(m => MentorshipLifecycle.Decide(m, Running, [Here, menteeAway], Now))
            .Then(resumed);
        BegunGroup
            .When(m =>
                MentorshipLifecycle.Decide(m, Running, [Away, OfMentee(SecondMentee) with { Active = false }], Now)
            )
            .Then(LeftCompany(SecondMentee), paused);
    }

    [Fact]
    public void A_mentee_who_became_the_mentors_report_leaves_the_group_even_if_the_start_comes_late()
    {
        var invalid = new MatchInvalidated(
            Id.Value,
            4,
            ProgramOne.Value,
            "group",
            [.. StartedGroup.Members.Select(m => m.ToContract())],
            "CHI",
            "reportingLine",
            Now,
            Leaving: SecondMentee.Value
        );
        var left = LeftCompany(SecondMentee) with { Cause = LeaveCause.ReportingLine };
        BegunGroup.When(m => WhenMatchInvalidated.Decide(m, invalid)).Then(left);
        BegunGroup.Given(left).When(m => WhenMatchInvalidated.Decide(m, invalid)).ThenNothing();
        BegunGroup
            .Given(LeftCompany(Mentee), LeftCompany(ThirdMentee))
            .When(m => WhenMatchInvalidated.Decide(m, invalid))
            .Then(
                As(Outcome.ReportingLine) with
                {
                    Kind = RelationshipKind.Group,
                    Members = [new(Mentor, MemberRole.Mentor), new(SecondMentee, MemberRole.Mentee)],
                }
            );
        var events = WhenMatchInvalidated.Decide(null, invalid);
        events.Select(e => e.GetType()).ShouldBe([typeof(MentorshipStarted), typeof(MemberLeft)]);
        events[1].ShouldBe(left);
    }

    [Fact]
    public void A_leave_and_a_possible_return_are_facts_and_other_news_is_not()
    {
        PersonEvent leave = new PersonLeaveReported(Mentor, Now);
        WhenPersonRecorded.Facts(null, Here, Now).ShouldBeEmpty();
        WhenPersonRecorded.Facts(Here, Here with { Version = 2 }, Now).ShouldBeEmpty();
        WhenPersonRecorded.Facts(Here, Away with { Version = 2 }, Now).ShouldBe([leave]);
        WhenPersonRecorded.Facts(Away, Here with { Version = 2 }, Now).ShouldBe([leave]);
        // Version 2 may have been a leave that another consumer handles at this moment.
        WhenPersonRecorded.Facts(Here, Here with { Version = 3 }, Now).ShouldBe([leave]);
        WhenPersonRecorded.Facts(null, Here with { Version = 2 }, Now).ShouldBe([leave]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_match_that_became_invalid_ends_its_mentorship_even_if_the_start_comes_late(bool late)
    {
        var (match, program) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (mentor, mentee) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var matched = EngagementHost.Confirmed(match, program, mentor, mentee);
        object confirmed = matched;
        object invalid = new MatchInvalidated(
            match,
            4,
            program,
            matched.Kind,
            matched.Members,
            "CHI",
            "reportingLine",
            Now
        );
        foreach (var message in late ? (object[])[invalid, invalid, confirmed] : [confirmed, invalid, invalid])
            await engagement.DeliverAtOnce([message]);

        (await engagement.Stored(match))
            .Select(e => e.GetType().Name)
            .ShouldBe(["MentorshipStarted", "MentorshipClosed"]);
        (await Closings(match)).ShouldBe([Outcome.ReportingLine]);
    }

    [Fact]
    public async Task A_leave_pauses_the_mentorship_for_all_and_the_return_resumes_it()
    {
        var pair = await engagement.Pair();
        await engagement.Deliver(Told(pair.Mentor, 2, onLeave: true));
        await Eventually.Passes(async () => (await pair.Page(pair.MenteeClient))["pausedAt"].ShouldNotBeNull());
        await pair
            .MenteeClient.Send($"{pair.Path}/sessions", new { start = "2026-10-22T09:00", minutes = 60 })
            .ShouldBe(HttpStatusCode.Conflict, "mentorship-paused");

        await engagement.Deliver(Told(pair.Mentor, 3, onLeave: false));
        await Eventually.Passes(async () => (await pair.Page(pair.MenteeClient))["pausedAt"].ShouldBeNull());
        await pair.Session("2026-10-22T09:00");
    }

    [Fact]
    public async Task Leaves_and_returns_end_in_the_newest_state_in_whatever_order_they_come()
    {
        var pairs = new List<TestPair>();
        for (var i = 0; i < 6; i++)
            pairs.Add(await engagement.Pair());
        var told = pairs
            .SelectMany((p, i) => Enumerable.Range(2, 8).Select(v => Told(p.Mentor, v, onLeave: (v + i) % 2 == 0)))
            .SelectMany(m => new[] { m, m })
            .ToArray();
        Random.Shared.Shuffle(told);
        await engagement.DeliverAtOnce(told);

        foreach (var (pair, i) in pairs.Select((p, i) => (p, i)))
            await Eventually.Passes(async () =>
                ((await pair.Page(pair.MenteeClient))["pausedAt"] is not null).ShouldBe((9 + i) % 2 == 0)
            );
    }

    private static PersonRecorded Told(Guid person, long version, bool onLeave) =>
        EngagementHost.Person(person, "SIN", "Asia/Singapore", version) with
        {
            OnLeave = onLeave,
        };

    [Fact]
    public async Task A_closed_program_closes_its_open_mentorships_and_those_that_start_later()
    {
        var (program, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (open, completed, elsewhere) = (
            await engagement.Pair(program: program),
            await engagement.Pair(program: program),
            await engagement.Pair(program: other)
        );
        await open.Session("2026-10-21T09:00");
        await completed.Post("/close", new { outcome = "neverStarted" });
        await engagement.Deliver(new ProgramClosed(program, 5, Now));
        await ClosesAs(open.Id, Outcome.ProgramEnded);
        (await open.Page(open.MenteeClient))["sessions"]![0]!["cancelled"]!.GetValue<bool>().ShouldBeTrue();
        await open
            .MentorClient.Send($"{open.Path}/sessions", new { start = "2026-10-22T09:00", minutes = 60 })
            .ShouldBe(HttpStatusCode.Conflict, "mentorship-closed");

        var late = Guid.CreateVersion7();
        await engagement.Deliver(EngagementHost.Confirmed(late, program, Guid.CreateVersion7(), Guid.CreateVersion7()));
        await ClosesAs(late, Outcome.ProgramEnded);
        (await Closings(completed.Id)).ShouldBe([Outcome.NeverStarted]);
        (await Closings(elsewhere.Id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task More_mentorships_than_one_page_close()
    {
        var program = Guid.CreateVersion7();
        Guid[] matches = [.. Enumerable.Range(0, 210).Select(_ => Guid.CreateVersion7())];
        await Task.WhenAll(
            matches.Select(id =>
                engagement.Deliver(EngagementHost.Confirmed(id, program, Guid.CreateVersion7(), Guid.CreateVersion7()))
            )
        );
        await Eventually.Passes(async () =>
        {
            foreach (var id in matches)
                (await engagement.Stored(id)).ShouldNotBeEmpty();
        });
        await engagement.Deliver(new ProgramClosed(program, 5, Now));
        foreach (var id in matches)
            await ClosesAs(id, Outcome.ProgramEnded);
    }

    [Fact]
    public async Task A_person_who_left_loses_open_mentorships_and_those_that_start_later()
    {
        var pair = await engagement.Pair();
        await engagement.Deliver(
            EngagementHost.Person(pair.Mentor, "SIN", "Asia/Singapore", version: 2, active: false)
        );
        await ClosesAs(pair.Id, Outcome.PersonLeft);
        var late = Guid.CreateVersion7();
        await engagement.Deliver(
            EngagementHost.Confirmed(late, Guid.CreateVersion7(), Guid.CreateVersion7(), pair.Mentor)
        );
        await ClosesAs(late, Outcome.PersonLeft);
    }

    [Fact]
    public async Task A_person_who_is_here_again_keeps_mentorships_whatever_is_told_late()
    {
        var pair = await engagement.Pair();
        await engagement.Deliver(EngagementHost.Person(pair.Mentor, "SIN", "Asia/Singapore", version: 3));
        await Eventually.Passes(async () =>
            (await engagement.Replica<PersonReplica>(pair.Mentor))!.Version.ShouldBe(3)
        );
        await engagement.Append(pair.Mentor, new PersonLeft(new(pair.Mentor), Now));
        // What the subscription takes after the stale fact shows that it has passed it.
        var program = Guid.CreateVersion7();
        var later = await engagement.Pair(program: program);
        await engagement.Deliver(new ProgramClosed(program, 5, Now));
        await ClosesAs(later.Id, Outcome.ProgramEnded);
        (await Closings(pair.Id)).ShouldBeEmpty();
    }

    private Task ClosesAs(Guid mentorship, Outcome outcome) =>
        Eventually.Passes(async () => (await Closings(mentorship)).ShouldBe([outcome]));

    private async Task<IEnumerable<Outcome>> Closings(Guid mentorship) =>
        (await engagement.Stored(mentorship)).OfType<MentorshipClosed>().Select(c => c.Outcome);

    private static PersonReplica OfMentee(PersonId id) => new(id.Value, 1, true, "CHI", "America/Chicago");

    private static MemberLeft LeftCompany(PersonId mentee) =>
        SecondLeft with
        {
            Member = new(mentee, MemberRole.Mentee),
            By = null,
            Cause = LeaveCause.PersonLeft,
            Reason = null,
        };

    private static MentorshipClosed As(Outcome outcome) =>
        new(Id, ProgramOne, "CHI", RelationshipKind.OneToOne, Members, null, outcome, null, 0, Now);
}
