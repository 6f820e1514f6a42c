using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.MentorInvitations;

public class MentorInvitationApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task The_mentee_of_a_completed_mentorship_is_invited_once()
    {
        var program = await enrollment.Published();
        var (closed, message) = (Closed(program, "E3"), Guid.CreateVersion7());

        await enrollment.Deliver(Closed(program, "E3") with { Outcome = "endedEarly" });
        await enrollment.Deliver(closed, message);
        await enrollment.Deliver(closed, message);
        await enrollment.Deliver(closed);
        await enrollment.Deliver(Closed(program, "E3"));

        var invitation = await enrollment.Invited("E3", program);
        invitation.GetProperty("programName").GetString().ShouldBe("Career change");
        (
            invitation.GetProperty("expiresAt").GetDateTimeOffset()
            - invitation.GetProperty("invitedAt").GetDateTimeOffset()
        ).ShouldBe(TimeSpan.FromDays(90));
        (await enrollment.Invitations("E2", program)).ShouldBeEmpty("only the mentee is invited");
        (await Stored(program, "E3")).ShouldHaveSingleItem().ShouldBeOfType<MentorInvited>();
    }

    [Fact]
    public async Task An_invited_mentee_applies_as_mentor_in_one_step()
    {
        var program = await enrollment.Published(new { capacity = new { maxMentees = 1 } });
        var mentee = await Ready("E3", program);
        var next = await EnrollmentHost.Created(await enrollment.Apply("E4", program));
        (await EnrollmentHost.Refused(await Approve(next), HttpStatusCode.Conflict)).ShouldContain("program-full");
        await enrollment.Deliver(Closed(program, "E3"));
        await enrollment.Invited("E3", program);

        var mentor = await EnrollmentHost.Created(await enrollment.Apply("E3", program, "mentor"));

        (await StatusOf("E3", mentee)).ShouldBe("withdrawn");
        (await StatusOf("E3", mentor)).ShouldBe("submitted");
        await EnrollmentHost.Done(await Approve(next));
        (await enrollment.Invitations("E3", program)).ShouldBeEmpty();
        (await Stored(program, "E3"))[^1].ShouldBeOfType<MentorInvitationTakenUp>().Application.ShouldBe(mentor);
        await EnrollmentHost.Refused(await Decline("E3", program), HttpStatusCode.Conflict);
        await enrollment.Deliver(Closed(program, "E3"));
        (await enrollment.Invitations("E3", program)).ShouldBeEmpty("a mentor needs no invitation");
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mentee_without_an_invitation_withdraws_first()
    {
        var program = await enrollment.Published();
        var mentee = await EnrollmentHost.Created(await enrollment.Apply("E5", program));

        (
            await EnrollmentHost.Refused(await enrollment.Apply("E5", program, "mentor"), HttpStatusCode.Conflict)
        ).ShouldContain("Withdraw that application first.");
        (await StatusOf("E5", mentee)).ShouldBe("submitted");
    }

    [Fact]
    public async Task A_mentee_whom_a_rule_rejects_as_mentor_stays_a_mentee_and_invited()
    {
        var program = await enrollment.Published(new { eligibility = new { mentor = new { hoursPerMonth = 4 } } });
        var mentee = await EnrollmentHost.Created(await enrollment.Apply("E4", program));
        await enrollment.Deliver(Closed(program, "E4"));

        await EnrollmentHost.Refused(await enrollment.Apply("E4", program, "mentor"), HttpStatusCode.Conflict);

        (await StatusOf("E4", mentee)).ShouldBe("submitted");
        await enrollment.Invited("E4", program);
    }

    [Fact]
    public async Task A_person_who_declines_is_not_invited_again()
    {
        var program = await enrollment.Published();
        await enrollment.Deliver(Closed(program, "E5"));
        await EnrollmentHost.Refused(await Decline("E4", program, of: "E5"), HttpStatusCode.NotFound);
        await enrollment.Invited("E5", program);

        await EnrollmentHost.Done(await Decline("E5", program));
        await EnrollmentHost.Done(await Decline("E5", program));
        await enrollment.Deliver(Closed(program, "E5"));

        (await enrollment.Invitations("E5", program)).ShouldBeEmpty();
        (await Stored(program, "E5")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_program_that_was_closed_invites_no_longer()
    {
        var program = await enrollment.Published();
        await enrollment.Deliver(Closed(program, "E7"));
        await enrollment.Invited("E7", program);

        await EnrollmentHost.Done(
            await EnrollmentHost
                .Because(enrollment.Coordinator("*"), "It is over.")
                .PostAsync($"/programs/{program}/close", null)
        );

        await Eventually.Passes(async () => (await enrollment.Invitations("E7", program)).ShouldBeEmpty());
    }

    [Fact]
    public async Task An_invitation_ends_when_the_person_leaves()
    {
        var program = await enrollment.Published();
        await enrollment.Upload(EnrollmentHost.Roster + "E9,Hal Mentee,hal@example.com,BER,E1,1,1\n");
        var person = (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=E9"))
            .Single()
            .GetProperty("id")
            .GetGuid();
        await enrollment.Deliver(Closed(program, person));
        (await Waiting(person)).ShouldBe(1);

        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );

        await Eventually.Passes(async () => (await Waiting(person)).ShouldBe(0));
    }

    [Fact]
    public async Task An_invitation_is_part_of_what_is_held_on_the_person()
    {
        var program = await enrollment.Published();
        var closed = Closed(program, "E7");
        await enrollment.Deliver(closed);

        var report = await EnrollmentHost.Get(
            enrollment.Employee("E7"),
            $"/people/{enrollment.People["E7"]}/personal-data"
        );

        report.GetRawText().ShouldContain("Invitations to become a mentor");
        report.GetRawText().ShouldContain($"{closed.Mentorship}");
    }

    private MentorshipClosed Closed(Guid program, string mentee) => Closed(program, enrollment.People[mentee]);

    private MentorshipClosed Closed(Guid program, Guid mentee) =>
        new(
            Guid.CreateVersion7(),
            9,
            program,
            "oneToOne",
            [new(enrollment.People["E2"], "mentor"), new(mentee, "mentee")],
            "BER",
            "completed",
            6,
            DateTimeOffset.UtcNow
        );

    private async Task<Guid> Ready(string number, Guid program)
    {
        var application = await EnrollmentHost.Created(await enrollment.Apply(number, program));
        await EnrollmentHost.Done(await Approve(application));
        await enrollment.Becomes(application, "ready");
        return application;
    }

    private Task<HttpResponseMessage> Approve(Guid application) =>
        enrollment.Coordinator("*").PostAsync($"/applications/{application}/approve", null);

    private async Task<string?> StatusOf(string number, Guid application) =>
        (await EnrollmentHost.Get(enrollment.Employee(number), $"/applications/{application}"))
            .GetProperty("status")
            .GetString();

    private Task<HttpResponseMessage> Decline(string number, Guid program, string? of = null) =>
        enrollment.Employee(number).PostAsync($"/mentor-invitations/{IdOf(program, of ?? number)}/decline", null);

    private async Task<IReadOnlyList<object>> Stored(Guid program, string number)
    {
        await using var scope = enrollment.Services.CreateAsyncScope();
        var history = await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .History(IdOf(program, number), default);
        return [.. history.Select(e => e.Data)];
    }

    private Task<int> Waiting(Guid person) =>
        enrollment
            .Services.GetRequiredService<ReadModels>()
            .QueryFirstOrDefault<int>($"select count(*)::int from mentor_invitations where person = {person}", default);

    private Guid IdOf(Guid program, string number) =>
        MentorInvitationId.Of(new(program), new(enrollment.People[number])).Value;
}
