using NodaTime;
using PeerNetwork.Contracts;
using PeerNetwork.Contracts.Matching;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.Notices.Mails;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Tests.Notices;

public class NoticeDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly Person Ada = new(
        new(Guid.CreateVersion7()),
        null,
        null,
        TestData.PersonalText("ada@example.com"),
        TestData.Work with
        {
            TimeZone = "Europe/Berlin",
            Languages = ["it", "fr"],
        }
    );

    private static readonly NoticeDraft Draft = new(
        NoticeKind.MatchProposed,
        Ada.Id,
        new(Guid.CreateVersion7()),
        Guid.CreateVersion7(),
        Now.AddDays(7),
        Now.AddDays(5)
    );

    private static readonly Guid Entry = Guid.CreateVersion7();
    private static readonly NoticeRaised Raised = new(
        Draft.Id,
        Entry,
        Ada.Id,
        NoticeKind.MatchProposed,
        Draft.Program,
        Draft.Subject,
        Draft.Time,
        Draft.RemindAt,
        Now,
        Now
    );

    [Fact]
    public void A_person_hears_of_a_fact_once()
    {
        Raise(null).ShouldBe([Raised]);
        Raise(After(Raised)).ShouldBeEmpty();
        Raise(After(new NoticeSettled(Draft.Id, Ada.Id, Now))).ShouldBeEmpty("it was over before it was told");
    }

    [Fact]
    public void Only_people_of_the_company_have_notices()
    {
        Raise(null, person: null).ShouldBeEmpty();
        Raise(null, Ada with { Active = false }).ShouldBeEmpty();
    }

    [Fact]
    public void Without_an_SMTP_server_the_portal_alone_shows_it() =>
        NoticeWriter
            .Decide(null, Draft, To(Ada), byMail: false, Entry, Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<NoticeRaised>()
            .MailDue.ShouldBeNull();

    [Fact]
    public void A_reminder_of_the_past_is_none() =>
        NoticeWriter
            .Decide(null, Draft with { RemindAt = Now }, To(Ada), byMail: true, Entry, Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<NoticeRaised>()
            .RemindAt.ShouldBeNull();

    [Fact]
    public void What_is_settled_is_neither_sent_nor_reminded_of()
    {
        NoticeWriter.Settle(null, Draft.Id, Ada.Id, Now).ShouldBe([new NoticeSettled(Draft.Id, Ada.Id, Now)]);
        var settled = After(Raised, new NoticeSettled(Draft.Id, Ada.Id, Now));
        NoticeWriter.Settle(settled, Draft.Id, Ada.Id, Now).ShouldBeEmpty();
        (settled.MailDue, settled.RemindAt).ShouldBe((null, null));
        MailWorker.Complete(settled, new MailSent(Draft.Id, Ada.Id, Now)).ShouldBeEmpty();
        NoticeReminderRule.Decide(settled, Now.AddDays(6)).ShouldBeEmpty();
    }

    [Fact]
    public void A_person_is_reminded_once_and_not_before_the_time()
    {
        var due = Now.AddDays(5);
        NoticeReminderRule.Decide(null, due).ShouldBeEmpty();
        NoticeReminderRule.Decide(After(Raised), due.AddTicks(-1)).ShouldBeEmpty();
        NoticeReminderRule.Decide(After(Raised), due).ShouldBe([new NoticeReminded(Draft.Id, Ada.Id, due)]);
        NoticeReminderRule
            .Decide(After(Raised, new NoticeReminded(Draft.Id, Ada.Id, due)), due.AddDays(1))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData(10, 8), InlineData(4, 2), InlineData(2, 1)]
    public void The_reminder_comes_two_days_before_the_end_or_when_half_of_a_short_time_is_over(int days, int reminder)
    {
        var match = new MatchProposed(
            Guid.CreateVersion7(),
            1,
            Draft.Program!.Value.Value,
            Guid.CreateVersion7(),
            "oneToOne",
            [new(Ada.Id.Value, "mentor")],
            "BER",
            1,
            Now.AddDays(days),
            Now
        );
        WhenMatchProposed.DraftOf(match, Ada.Id.Value).RemindAt.ShouldBe(Now.AddDays(reminder));
    }

    [Fact]
    public void Who_ended_a_proposal_does_not_hear_that_it_ended()
    {
        var (mentor, mentee) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var declined = new MatchDeclined(
            Guid.CreateVersion7(),
            2,
            Draft.Program!.Value.Value,
            "oneToOne",
            [new Member(mentor, "mentor"), new Member(mentee, "mentee")],
            "BER",
            "declinedByMentor",
            [mentor],
            Now
        );
        WhenMatchDeclined.HasEnded(declined, mentor).ShouldBeTrue();
        WhenMatchDeclined.HasEnded(declined, mentee).ShouldBeFalse();
        WhenMatchDeclined.HasEnded(declined with { Reason = "withdrawn" }, mentor).ShouldBeTrue();
        WhenMatchDeclined.HasEnded(declined with { Reason = "notAnswered" }, mentor).ShouldBeFalse();
    }

    [Fact]
    public void A_notice_is_read_once_and_by_its_person_alone()
    {
        ReadNotices.Decide(After(Raised), Ada.Id, Now).ShouldBe([new NoticeRead(Draft.Id, Ada.Id, Now)]);
        ReadNotices.Decide(After(Raised, new NoticeRead(Draft.Id, Ada.Id, Now)), Ada.Id, Now).ShouldBeEmpty();
        foreach (
            var (notice, by) in new (Notice?, PersonId)[]
            {
                (null, Ada.Id),
                (After(Raised), new(Guid.CreateVersion7())),
                (After(new NoticeSettled(Draft.Id, Ada.Id, Now)), Ada.Id),
            }
        )
            Should
                .Throw<DomainException>(() => ReadNotices.Decide(notice, by, Now))
                .Error.ShouldBe(DomainError.NotFound);
    }

    [Theory]
    // In Berlin it is 13:00 until 29 March, when clocks change.
    [InlineData("2026-03-10T12:00Z", "14:00", "2026-03-10T13:00Z")]
    [InlineData("2026-03-10T12:00Z", "13:00", "2026-03-10T12:00Z")]
    [InlineData("2026-03-10T12:00Z", "08:00", "2026-03-11T07:00Z")]
    [InlineData("2026-03-28T12:00Z", "08:00", "2026-03-29T06:00Z")]
    [InlineData("2026-03-28T12:00Z", "02:30", "2026-03-29T01:30Z")]
    public void The_daily_mail_comes_at_the_time_of_the_persons_zone(string now, string at, string due) =>
        Choose(MailChoice.Daily, TimeOnly.Parse(at, null))
            .MailDue(NoticeKind.MatchProposed, Berlin, DateTimeOffset.Parse(now, null))
            .ShouldBe(DateTimeOffset.Parse(due, null));

    [Theory]
    [InlineData("2026-03-10T12:00Z", "20:00", "07:00", null)]
    [InlineData("2026-03-10T19:00Z", "20:00", "07:00", "2026-03-11T06:00Z")]
    [InlineData("2026-03-10T05:59Z", "20:00", "07:00", "2026-03-10T06:00Z")]
    [InlineData("2026-03-10T06:00Z", "20:00", "07:00", null)]
    [InlineData("2026-03-10T12:00Z", "12:00", "14:00", "2026-03-10T13:00Z")]
    public void No_mail_comes_in_quiet_hours(string now, string from, string until, string? due)
    {
        var quiet = new QuietHours(TimeOnly.Parse(from, null), TimeOnly.Parse(until, null));
        var moment = DateTimeOffset.Parse(now, null);
        (NoticePreferences.Default with { Quiet = quiet })
            .MailDue(NoticeKind.MatchProposed, Berlin, moment)
            .ShouldBe(due is null ? moment : DateTimeOffset.Parse(due, null));
    }

    [Fact]
    public void No_mail_comes_of_a_kind_that_is_not_wanted() =>
        Choose(MailChoice.Never).MailDue(NoticeKind.MatchProposed, Berlin, Now).ShouldBeNull();

    [Fact]
    public void What_decides_on_a_mail_is_asked_again_when_it_is_due()
    {
        Plan(To(Ada)).ShouldBeNull();
        Plan(To(Ada with { Active = false })).ShouldBe(Skipped(MailSkipReason.NoAddress));
        Plan(To(Ada with { Email = null })).ShouldBe(Skipped(MailSkipReason.NoAddress));
        Plan(To(Ada), refused: true).ShouldBe(Skipped(MailSkipReason.AddressRefused));
        Plan(To(Ada, Choose(MailChoice.Never))).ShouldBe(Skipped(MailSkipReason.NotWanted));
        Plan(To(Ada), now: Now.AddDays(3)).ShouldBeNull();
        Plan(To(Ada), now: Now.AddDays(3).AddTicks(1))
            .ShouldBeOfType<MailSkipped>()
            .Reason.ShouldBe(MailSkipReason.TooOld);
        var quiet = NoticePreferences.Default with { Quiet = new(new(12, 0), new(14, 0)) };
        Plan(To(Ada, quiet)).ShouldBe(new MailPostponed(Draft.Id, Ada.Id, Now.AddHours(1), Now));
        Plan(To(Ada, Choose(MailChoice.Daily) with { Quiet = quiet.Quiet }))
            .ShouldBeNull("the time of the daily mail is the person's own choice");
    }

    [Fact]
    public void Preferences_that_are_so_already_change_nothing()
    {
        var chosen = Choose(MailChoice.Never);
        var set = SetNoticePreferences
            .Decide(To(Ada), chosen, Now)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<NoticePreferencesSet>();
        var known = NoticePreferences.Evolve(null, set);
        SetNoticePreferences
            .Decide(To(Ada, known), chosen with { Mails = new Dictionary<NoticeKind, MailChoice>(chosen.Mails) }, Now)
            .ShouldBeEmpty();
        SetNoticePreferences.Decide(To(Ada), NoticePreferences.Default, Now).ShouldBeEmpty();
        foreach (var other in (Person?[])[null, Ada with { Active = false }])
            Should.Throw<DomainException>(() => SetNoticePreferences.Decide(To(other), chosen, Now));
    }

    [Fact]
    public void The_language_is_the_chosen_one_or_the_first_of_ours_that_the_person_speaks()
    {
        To(Ada).Language.ShouldBe("fr");
        To(Ada, NoticePreferences.Default with { Language = "ja" }).Language.ShouldBe("ja");
        To(Ada with { Profile = new([], [], [], ["es"], 2) }).Language.ShouldBe("es");
        To(Ada with { Employment = Ada.Employment with { Languages = ["it"] } }).Language.ShouldBe("en");
        To(null).Language.ShouldBe("en");
    }

    [Theory]
    [InlineData("de"), InlineData("en"), InlineData("es"), InlineData("fr"), InlineData("ja")]
    public void Every_kind_has_a_text_in_every_language(string language)
    {
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            var text = NoticeTexts.Of(kind, "Career change", Now, Berlin, language);
            if (kind is not (NoticeKind.ConnectionRequested or NoticeKind.ConnectionAccepted))
                text.Subject.ShouldContain("Career change");
            text.Subject.ShouldNotContain("{");
            text.Body.ShouldNotContain("{");
            if (language != "en")
                text.ShouldNotBe(NoticeTexts.Of(kind, "Career change", Now, Berlin, "en"));
        }

        NoticeTexts
            .Of(NoticeKind.MatchReminder, "Career change", Now, Berlin, language)
            .Body.ShouldContain("(Europe/Berlin)");
    }

    private static NoticeEvent[] Raise(Notice? notice) => Raise(notice, Ada);

    private static NoticeEvent[] Raise(Notice? notice, Person? person) =>
        NoticeWriter.Decide(notice, Draft, To(person), byMail: true, Entry, Now);

    private static NoticeEvent? Plan(Recipient recipient, bool refused = false, DateTimeOffset? now = null) =>
        MailPlan.Decide(After(Raised), recipient, refused, now ?? Now);

    private static MailSkipped Skipped(MailSkipReason reason) => new(Draft.Id, Ada.Id, reason, Now);

    private static Recipient To(Person? person, NoticePreferences? preferences = null) =>
        new(Ada.Id, person, preferences ?? NoticePreferences.Default);

    private static NoticePreferences Choose(MailChoice choice, TimeOnly? dailyAt = null) =>
        new(Enum.GetValues<NoticeKind>().ToDictionary(kind => kind, _ => choice), dailyAt ?? new(8, 0));

    private static Notice After(params NoticeEvent[] events) => events.Aggregate((Notice?)null, Notice.Evolve)!;
}
