using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Testing;
using SmtpServer.Protocol;

namespace PeerNetwork.Enrollment.Tests.Notices;

/// <summary>It is noon of the first of March 2027 in Berlin, and mail goes to a server on loopback.</summary>
public sealed class MailTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2027, 3, 1, 11, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new(Noon);
    private readonly TestMailServer _mails = new();
    private readonly EnrollmentHost _enrollment;
    private Guid _program;

    public MailTests() => _enrollment = new ClockedEnrollmentHost(_clock, _mails.Settings);

    public async Task InitializeAsync()
    {
        _mails.Start();
        await _enrollment.InitializeAsync();
        _program = await _enrollment.Published();
    }

    public async Task DisposeAsync()
    {
        await _enrollment.DisposeAsync();
        await _mails.Stop();
    }

    [Fact]
    public async Task A_notice_is_sent_once_and_names_no_other_person()
    {
        var match = Proposed();
        await _enrollment.Deliver(match);
        await _enrollment.Deliver(match);

        var mail = await Received("bo@example.com");
        mail.Subject.ShouldBe("A match is proposed to you in Career change");
        mail.From.Mailboxes.Single().Address.ShouldBe("mentoring@example.com");
        mail.To.Mailboxes.Single().Name.ShouldBe("Bo Mentor");
        mail.TextBody!.ShouldContain($"https://mentoring.example.com/offers/{match.Match}");
        mail.HtmlBody!.ShouldContain($"href=\"https://mentoring.example.com/offers/{match.Match}\"");
        mail.ToString().ShouldNotContain("Cy Mentee");
        mail.Headers[HeaderId.AutoSubmitted].ShouldBe("auto-generated");
        await Received("cy@example.com");
        await Pass(TimeSpan.FromHours(1));
        _mails.Mails.Count.ShouldBe(2);
        (await Queue("due")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_has_not_answered_is_reminded_by_mail()
    {
        var match = Proposed();
        await _enrollment.Deliver(match);
        await Received("cy@example.com");
        await _enrollment.Deliver(new MatchAnswered(match.Match, 2, Person("E2"), "accepted", _clock.GetUtcNow()));

        await Pass(TimeSpan.FromDays(5) - TimeSpan.FromMinutes(1));
        _mails.To("cy@example.com").Count().ShouldBe(1);
        await Pass(TimeSpan.FromMinutes(2));

        await Until(() => _mails.To("cy@example.com").Count() == 2, "the reminder");
        _mails.To("cy@example.com").Last().Subject.ShouldBe("Please answer the proposal in Career change");
        _mails.To("bo@example.com").Count().ShouldBe(1, "the mentor has accepted");
    }

    [Fact]
    public async Task Nothing_is_lost_while_the_server_is_down_and_what_is_over_is_not_sent()
    {
        await _mails.Stop();
        var (open, over) = (Proposed(), Proposed());
        await _enrollment.Deliver(open);
        await _enrollment.Deliver(over);
        await Until(async () => await Failure() is not null, "a failure");
        await _enrollment.Deliver(
            new MatchDeclined(
                over.Match,
                3,
                _program,
                "oneToOne",
                over.Members,
                "BER",
                "declinedByMentor",
                [Person("E2")],
                _clock.GetUtcNow()
            )
        );
        await Pass(TimeSpan.FromDays(1));
        (await Queue("due")).ShouldBe(3);

        _mails.Start();
        await Pass(TimeSpan.FromMinutes(6));

        (await Received("bo@example.com")).TextBody!.ShouldNotContain($"{over.Match}");
        var several = await Received("cy@example.com");
        several.Subject.ShouldBe("2 notices from PeerNetwork");
        several.TextBody!.ShouldContain("A match is proposed to you in Career change");
        several.TextBody!.ShouldContain("A proposal in Career change has ended");
        (await Failure()).ShouldBeNull();
        (await Queue("due")).ShouldBe(0);
    }

    [Fact]
    public async Task An_address_that_is_refused_gets_no_more_mail_until_HR_names_another()
    {
        _mails.Refused["bo@example.com"] = new SmtpResponse(SmtpReplyCode.MailboxUnavailable, "no such user");
        await _enrollment.Deliver(Proposed());
        await Until(async () => await Queue("refusedAddresses") == 1, "refusedAddresses to be 1");
        var preferences = await EnrollmentHost.Get(_enrollment.Employee("E2"), "/notices/preferences");
        preferences.GetProperty("addressRefusedAt").GetDateTimeOffset().ShouldBeGreaterThanOrEqualTo(Noon);
        _mails.Refused.Clear();
        await _enrollment.Deliver(Proposed());
        await Until(async () => await Queue("due") == 0, "due to be 0");
        _mails.To("bo@example.com").ShouldBeEmpty();

        _clock.Advance(TimeSpan.FromMinutes(1));
        await _enrollment.Upload(EnrollmentHost.Roster.Replace("bo@example.com", "bo.mentor@example.com"));
        await _enrollment.Deliver(Proposed());

        await Received("bo.mentor@example.com");
    }

    [Fact]
    public async Task A_server_that_asks_to_try_later_is_tried_later()
    {
        _mails.Refused["bo@example.com"] = new SmtpResponse((SmtpReplyCode)450, "greylisted");
        await _enrollment.Deliver(Proposed());
        await Until(async () => await Queue("later") == 1, "later to be 1");
        await Received("cy@example.com");
        _mails.Refused.Clear();

        await Pass(TimeSpan.FromMinutes(16));

        await Received("bo@example.com");
    }

    [Fact]
    public async Task The_daily_mail_has_all_of_a_day_in_the_language_of_the_person()
    {
        await EnrollmentHost.Done(
            await _enrollment
                .Employee("E2")
                .PutAsJsonAsync(
                    "/notices/preferences",
                    new
                    {
                        mails = new[] { new { kind = "matchProposed", mail = "daily" } },
                        dailyAt = "17:00:00",
                        language = "de",
                    }
                )
        );
        await _enrollment.Deliver(Proposed());
        await _enrollment.Deliver(Proposed());
        await Until(async () => await Queue("later") == 2, "later to be 2");
        _mails.To("bo@example.com").ShouldBeEmpty();

        await Pass(TimeSpan.FromHours(5));

        (await Received("bo@example.com")).Subject.ShouldBe("2 Nachrichten von PeerNetwork");
    }

    private MatchProposed Proposed() =>
        new(
            Guid.CreateVersion7(),
            1,
            _program,
            Guid.CreateVersion7(),
            "oneToOne",
            [new(Person("E2"), "mentor"), new(Person("E3"), "mentee")],
            "BER",
            700_000,
            _clock.GetUtcNow().AddDays(7),
            _clock.GetUtcNow()
        );

    private Guid Person(string number) => _enrollment.People[number];

    /// <summary>The only mail to an address.</summary>
    private async Task<MimeMessage> Received(string address)
    {
        await Until(() => _mails.To(address).Any(), $"a mail to {address}");
        return _mails.To(address).ShouldHaveSingleItem();
    }

    /// <summary>Time passes, and what is due by then is done.</summary>
    private async Task Pass(TimeSpan time)
    {
        _clock.Advance(time);
        foreach (var _ in Enumerable.Range(0, 5))
        {
            await Task.Delay(20);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    /// <summary>Seconds pass until the condition holds.</summary>
    private Task Until(Func<Task<bool>> condition, string what) =>
        Eventually.Holds(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return condition();
            },
            what
        );

    private Task Until(Func<bool> condition, string what) => Until(() => Task.FromResult(condition()), what);

    private async Task<long> Queue(string count) =>
        (await EnrollmentHost.Get(_enrollment.Overseer, "/operations/mails")).GetProperty(count).GetInt64();

    private async Task<string?> Failure() =>
        (await EnrollmentHost.Get(_enrollment.Overseer, "/operations/mails")).GetProperty("lastFailure").GetString();
}
