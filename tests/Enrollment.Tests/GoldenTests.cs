using System.Security.Cryptography;
using System.Text.Json;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Duplicates;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Retention;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Scim.Groups;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>What is stored, and what others receive, keeps its shape.</summary>
public class GoldenTests
{
    private static readonly ProgramPlan Full = TestData.Plan with
    {
        Formats = [ProgramFormat.OneToOne, ProgramFormat.Group],
        Groups = new(3, 6),
        Capacity = new(200, 600),
        Eligibility = new()
        {
            Mentor = new()
            {
                MinYearsOfExperience = 5,
                MinJobLevel = 3,
                MaxJobLevel = 9,
                MinMonthsInCompany = 12,
                HoursPerMonth = 4,
                Departments = ["Research"],
                Sites = ["BER"],
                SkillsRequired = [new("C#", 3)],
            },
        },
        Selection = TestData.Selection,
        Training = [new("mentor-basics", "Mentoring basics", ParticipantRole.Mentor, ValidMonths: 24)],
        Roadmap = new()
        {
            Mode = RoadmapMode.Structured,
            Steps = [new("Where I stand", 1, ["Goals", "How we meet"], "Is the goal clear?"), new("A plan", 3)],
        },
    };

    private static readonly PersonId Duplicate = new(new("00000000-0000-7000-8000-0000000000d2"));
    private static readonly Employment Work = TestData.Work with
    {
        OtherJobs = [new("LIS", "Sales", Duplicate, "Deputy", 20)],
    };

    private static readonly StoredSource Source = new("workday", TestData.PersonalText("w-1"), default);
    private static readonly SyncId Sync = new(new("00000000-0000-7000-8000-0000000000e1"));
    internal static readonly Guid Admin = new("00000000-0000-7000-8000-0000000000e2");
    private static readonly ChangeId Change = new(new("00000000-0000-7000-8000-0000000000d1"));
    private static readonly TokenId Token = new(new("00000000-0000-7000-8000-0000000000c2"));
    private static readonly GroupId Group = new(new("00000000-0000-7000-8000-0000000000c4"));

    private static readonly ExchangeEncryption Encryption = new(RandomNumberGenerator.GetBytes(32));

    internal static readonly object[] Samples =
    [
        new SiteOpened(TestData.SiteId, "BER", "Berlin", "Europe/Berlin", "DE", "workday", TestData.Now),
        new SiteChanged(TestData.SiteId, "BER", "Berlin", "Europe/Berlin", "DE", TestData.Now),
        TestData.Hired with
        {
            Employment = TestData.Stored(Work),
            Profile = TestData.Stored(TestData.Profile),
            Account = TestData.Account,
            Source = Source,
        },
        new PersonChanged(
            TestData.PersonId,
            TestData.Number("E1"),
            TestData.PersonalText("Ada Lovelace"),
            TestData.PersonalText("ada@example.com"),
            TestData.Stored(Work),
            TestData.Stored(TestData.Profile),
            TestData.Now,
            TestData.Account,
            Source
        ),
        TestData.Declared with
        {
            Account = TestData.Account,
        },
        TestData.Left with
        {
            Profile = TestData.Stored(TestData.Profile),
            Account = TestData.Account,
        },
        new PersonChangeScheduled(
            TestData.PersonId,
            Change,
            new(2027, 4, 1),
            new PersonChange(
                "CHI",
                "America/Chicago",
                TestData.ManagerId,
                "Sales",
                "Lead",
                JobLevel: null,
                EmploymentStatus.OnLeave,
                CostCentre: "4712",
                WorkingTime: 100,
                WorkMode: WorkMode.Remote,
                Clear: new(JobLevel: true),
                OtherJobs: Work.OtherJobs
            ).StoredFor(TestData.PersonId),
            ChangeSource.PeopleAdministration,
            TestData.Now.AddDays(31),
            TestData.Now
        ),
        new PersonErased(TestData.PersonId, ErasureReason.PersonRequest, Change.Value, Token.Value, TestData.Now),
        new LegalHoldPlaced(TestData.PersonId, new(Admin, "A lawsuit."), Admin, TestData.Now),
        new LegalHoldEnded(TestData.PersonId, Admin, TestData.Now),
        new AccountLinked(
            TestData.PersonId,
            new(TestData.Account, "https://sign-in.example", LinkRule.VerifiedEmail, TestData.Now),
            [TestData.Account],
            TestData.Now
        ),
        new AccountUnlinked(TestData.PersonId, TestData.Account, Admin, [], TestData.Now),
        new ConsentTextPublished(
            "surveys",
            2,
            [new("de", "Umfragen", "Sie nehmen an Umfragen teil."), new("en", "Surveys", "You take part in surveys.")],
            Admin,
            TestData.Now
        ),
        new ConsentKindEnded("surveys", Admin, TestData.Now),
        new ConsentGiven(TestData.PersonId, "surveys", 2, TestData.PersonalText("de"), TestData.Now),
        new ConsentWithdrawn(TestData.PersonId, "surveys", 2, TestData.Now),
        new RetentionRuleSet(RetentionKind.PeopleWhoLeft, 730, Admin, TestData.Now),
        new RetentionRuleRemoved(RetentionKind.SyncReports, Admin, TestData.Now),
        new ExpiredDataDestroyed(new(2027, 3, 1), RetentionKind.PeopleWhoNeverStarted, 12, 1, TestData.Now),
        new RetentionRunCompleted(new(2027, 3, 1), TestData.Now),
        new ErasureStarted(TestData.PersonId, ErasureReason.RetentionEnded, TestData.Now, [Duplicate]),
        new PersonalDataDestroyed(TestData.PersonId, "matching", [new("encryption key", 1)], TestData.Now),
        new PersonChangeApplied(TestData.PersonId, Change, TestData.Now),
        new PersonChangeCancelled(TestData.PersonId, Change, TestData.Now),
        .. Roles(),
        .. Guests(),
        .. Merges(),
        new TrainingCompleted(TestData.PersonId, TestData.ProgramId, "mentor-basics", TestData.Now),
        new PersonAnnounced(
            TestData.PersonId,
            TestData.Number("E1"),
            TestData.PersonalText("Ada Lovelace"),
            TestData.PersonalText("ada@example.com"),
            TestData.Stored(TestData.Work),
            TestData.Now,
            TestData.Account,
            Source
        ),
        new UserProvisioned(
            TestData.PersonId,
            TestData.ClientId,
            TestData.PersonalText("""{"userName":"ada"}"""),
            new(TestData.Account, TestData.Account, [TestData.Account]),
            TestData.Now
        ),
        new UserDeprovisioned(TestData.PersonId, TestData.ClientId, TestData.Now),
        new ClientRegistered(
            TestData.ClientId,
            "Entra",
            [ClientScope.ReadUsers, ClientScope.WriteUsers],
            "BER",
            AccountAttribute.ExternalId,
            TestData.Now
        ),
        new TokenIssued(TestData.ClientId, Token, TestData.Account, TestData.Now.AddDays(30), TestData.Now),
        new TokenRevoked(TestData.ClientId, Token, TestData.Now),
        new GroupNamed(Group, TestData.ClientId, "Mentors", "g-1", TestData.Now),
        new MembersAdded(Group, TestData.ClientId, [TestData.PersonId], TestData.Now),
        new MembersRemoved(Group, TestData.ClientId, [TestData.PersonId], TestData.Now),
        new GroupDeleted(Group, TestData.ClientId, TestData.Now),
        new SyncRequested(
            Sync,
            "workday",
            SyncMode.Delta,
            "2027-02-28T00:00:00Z",
            NeedsApproval: true,
            SyncTrigger.Person,
            Admin,
            new PersonalText(Admin, "After the reorganisation."),
            TestData.Now
        ),
        new SyncPageRead(Sync, 100, "page 2", "2027-03-01T00:00:00Z", TestData.Now),
        new SyncPlanned(
            Sync,
            new(100, 1, 36, 5, 20, 11, 60, 200, 36, 4, 2),
            new Dictionary<string, int> { ["name"] = 99 },
            new Dictionary<string, int> { ["custom.shift"] = 12 },
            ["OSL"],
            SyncReports.Of(Sync, [new("w-1", "site")]),
            TestData.Now
        ),
        new SyncBatchWritten(Sync, 36, TestData.Now),
        new SyncHeld(Sync, HoldReason.Brake, TestData.Now),
        new SyncApproved(Sync, Admin, new(Admin, "They moved."), TestData.Now),
        new SyncRejected(Sync, Admin, new(Admin, "A wrong file."), TestData.Now),
        new SyncCancelled(Sync, Admin, TestData.Now),
        new SyncCompleted(Sync, "2027-03-01T00:00:00Z", TestData.Now),
        new SyncFailed(Sync, "The source does not answer.", TestData.Now),
        new SyncDataErased(Sync, TestData.Now),
        new SyncReportErased(Sync, TestData.Now),
        TestData.Drafted with
        {
            Plan = Full,
        },
        new DraftRevised(TestData.ProgramId, Full, 1, TestData.Now),
        TestData.Published with
        {
            Plan = Full,
        },
        new ProgramRevised(TestData.ProgramId, Full, 2, TestData.Now),
        TestData.Closed,
        TestData.Submitted with
        {
            Background = TestData.Personal(TestData.Background),
        },
        TestData.Refused,
        TestData.Approved with
        {
            Reason = TestData.PersonalText("No other mentor of this field."),
        },
        TestData.InterviewPlanned,
        TestData.InterviewRescheduled,
        TestData.InterviewCancelled,
        TestData.AssessmentRecorded,
        new GuidelinesAccepted(TestData.ApplicationId, TestData.ProgramId, TestData.PersonId, 2, TestData.Now),
        TestData.Ready with
        {
            ReadyAt = TestData.Now.AddDays(-1),
            TrainingLapsesAt = TestData.Now.AddYears(1),
            Background = TestData.Personal(TestData.Background),
        },
        new TrainingValidityChanged(
            TestData.ApplicationId,
            TestData.ProgramId,
            TestData.PersonId,
            TestData.Now.AddYears(2),
            TestData.Now
        ),
        TestData.NoLongerReady,
        TestData.Withdrawn with
        {
            Rules = TestData.Submitted.Rules,
        },
        new CapacityTaken(TestData.ProgramId, TestData.ApplicationId, ParticipantRole.Mentor, TestData.Now),
        new CapacityReleased(TestData.ProgramId, TestData.ApplicationId, ParticipantRole.Mentor, TestData.Now),
        TestData.InvitedForSkill,
        TestData.InvitationDeclined,
        TestData.InvitationTakenUp,
        TestData.InvitationExpired,
        TestData.FindingRecorded,
        TestData.FindingActionPlanned,
        TestData.FindingResolved,
        TestData.FindingDismissed,
        TestData.FindingReopened,
        .. TestData.NoticeEvents,
        TestData.PreferencesSet,
    ];

    [Fact]
    public void Stored_events_are_written_and_read_as_ever() => GoldenFiles.Events(Storage.AddStreams, Samples);

    private static object[] Roles()
    {
        var coordinator = new RoleAssignment(
            new(new("00000000-0000-7000-8000-0000000000a1")),
            "coordinator",
            ["BER"],
            [TestData.ProgramId],
            ["Sales"],
            new(2027, 3, 1),
            new(2027, 12, 31),
            TestData.Now,
            new(2027, 12, 31, 23, 0, 0, TimeSpan.Zero),
            new RoleRuleId(new("00000000-0000-7000-8000-0000000000a2")),
            TestData.ManagerId
        );
        var rule = new RoleRuleId(new("00000000-0000-7000-8000-0000000000a2"));
        var by = TestData.ManagerId.Value;
        var reason = new PersonalText(by, "The site opens.");
        return
        [
            new RoleAssigned(TestData.PersonId, coordinator, by, reason, [coordinator], TestData.Now),
            new RoleTermChanged(TestData.PersonId, coordinator, by, reason, [coordinator], TestData.Now),
            new RoleTermEndAnnounced(TestData.PersonId, coordinator.Id, new(2027, 12, 31), TestData.Now),
            new RoleEnded(TestData.PersonId, coordinator.Id, RoleEndCause.Revoked, by, reason, [], TestData.Now),
            new RoleRuleAdded(rule, "Coordinators", "coordinator", ["*"], [], ["Sales"], by, reason, TestData.Now),
            new RoleRuleRemoved(rule, by, TestData.Now),
        ];
    }

    private static object[] Merges()
    {
        var (person, merge, reason) = (
            TestData.PersonId,
            new MergeId(Token.Value),
            new PersonalText(Admin, "The same.")
        );
        var profile = TestData.Stored(TestData.Profile);
        var facts = PersonFacts.Of(
            TestData.Person() with
            {
                Number = TestData.Number("E1"),
                Account = TestData.Account,
                Source = Source.ToRecord(),
                User = new(
                    TestData.PersonalText("""{"userName":"ada"}"""),
                    new(TestData.Account, TestData.Account, [TestData.Account])
                ),
            },
            person
        );
        var silent = new SilentRecord(Change.Value, TestData.RecordKey("workday", "w-2"), TestData.Account);
        return
        [
            new DuplicateMerged(
                person,
                merge,
                Duplicate,
                SpeakingRecord.Duplicate,
                silent,
                facts,
                profile,
                [new(TestData.ProgramId, "mentor-basics", TestData.Now)],
                [TestData.Account],
                [Duplicate],
                Admin,
                reason,
                TestData.Now
            ),
            new MergedInto(person, merge, Duplicate, silent, facts.WithoutRecord(), profile, TestData.Now),
            new MergeUndone(person, merge, Duplicate, facts, profile, Admin, reason, TestData.Now),
            new DuplicateRestored(person, merge, Duplicate, facts, profile, TestData.Now),
            new DuplicateDismissed(
                DuplicatePair.IdOf(person.Value, Duplicate.Value),
                person,
                Duplicate,
                Admin,
                reason,
                TestData.Now
            ),
        ];
    }

    private static object[] Guests()
    {
        var (person, by, partner) = (TestData.PersonId, Admin, new PartnerId(Sync.Value));
        var (day, ends) = (new DateOnly(2027, 5, 31), new DateTimeOffset(2027, 5, 31, 22, 0, 0, TimeSpan.Zero));
        var (contact, terms) = (new PersonalText(partner.Value, "Pat"), new PartnerTerms(4, "Tell no one."));
        return
        [
            new GuestInvited(person, PersonKind.Partner, TestData.ManagerId, partner, day, ends, by, TestData.Now),
            new GuestTermExtended(person, day, ends, by, TestData.Now),
            new GuestTermShortened(person, GuestShorteningCause.SponsorLeft, day, ends, TestData.Now),
            new GuestSponsorNamed(person, TestData.ManagerId, day, ends, by, TestData.Now),
            new GuestAgreementAccepted(person, partner, 1, TestData.Now),
            new GuestAccessEnded(person, GuestEndCause.TermOver, by, TestData.Now),
            new PartnerRegistered(partner, "Partner Ltd", contact, terms, TestData.Now),
            new PartnerTermsRevised(partner, contact, terms, 2, TestData.Now),
            new PartnerEnded(partner, day, by, TestData.Now),
            new PartnerContactDropped(partner, contact.Owner, TestData.Now),
            new GuestAgreementRevised("Behave.", 1, by, TestData.Now),
        ];
    }

    [Fact]
    public void Contracts_are_written_as_ever() =>
        GoldenFiles.Contracts(typeof(PersonRecorded), Samples.SelectMany(PublishedFor).Select(WithFixedAnswers));

    [Fact]
    public void An_approval_is_published_as_an_approval() =>
        PublishedFor(TestData.Approved)
            .ShouldHaveSingleItem()
            .ShouldBeOfType<Contracts.Enrollment.ApplicationApproved>()
            .ShouldSatisfyAllConditions(
                c => c.Application.ShouldBe(TestData.ApplicationId.Value),
                c => c.SiteCode.ShouldBe("BER"),
                c => c.Role.ShouldBe("mentor")
            );

    [Fact]
    public void What_applicants_tell_for_the_matching_leaves_only_encrypted()
    {
        var published = PublishedFor(TestData.Ready with { Background = TestData.Personal(TestData.Background) })
            .ToArray();

        published.Length.ShouldBe(2);
        foreach (var json in published.Select(c => JsonSerializer.Serialize(c, c.GetType())))
        {
            json.ShouldNotContain("novelty");
            json.ShouldNotContain("openness");
            json.ShouldNotContain("Design");
            json.ShouldNotContain("Chemistry");
            json.ShouldNotContain("leadership");
        }

        published.OfType<Contracts.Enrollment.ApplicantBecameReady>().ShouldHaveSingleItem();
        var profile = published.OfType<MatchingProfileCompleted>().ShouldHaveSingleItem();
        var answers = Encryption.Decrypt<QuestionnaireAnswers>(profile.EncryptedAnswers!, profile.Application);
        answers.Goals.ShouldBe(["leadership"]);
        answers.Values.ShouldBe([new("novelty", 4), new("security", 2)]);
        answers.Personality.ShouldBe([new("openness", 5)]);
        answers.TargetField.ShouldBe("Design");
        answers.Fields.ShouldBe(["Law", "Chemistry"]);
        Should.Throw<CryptographicException>(() =>
            Encryption.Decrypt<QuestionnaireAnswers>(profile.EncryptedAnswers!, Guid.Empty)
        );
        Should.Throw<CryptographicException>(() =>
            new ExchangeEncryption(new byte[32]).Decrypt<QuestionnaireAnswers>(
                profile.EncryptedAnswers!,
                profile.Application
            )
        );
        Should.Throw<CryptographicException>(() =>
            Encryption.Decrypt<QuestionnaireAnswers>("not Base64", profile.Application)
        );
    }

    [Fact]
    public void Where_nothing_was_told_nothing_is_encrypted()
    {
        foreach (var background in new PersonalValue<Background>?[] { null, new(TestData.PersonId.Value, null) })
            PublishedFor(TestData.Ready with { Background = background })
                .OfType<MatchingProfileCompleted>()
                .ShouldHaveSingleItem()
                .EncryptedAnswers.ShouldBeNull();
    }

    [Fact]
    public void What_concerns_only_us_is_not_published()
    {
        PublishedFor(TestData.Drafted).ShouldBeEmpty();
        PublishedFor(TestData.FindingRecorded).ShouldBeEmpty();
        PublishedFor(
                new CapacityReleased(TestData.ProgramId, TestData.ApplicationId, ParticipantRole.Mentor, TestData.Now)
            )
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_contract_names_the_version_of_its_event() =>
        PublishedFor(TestData.Hired).Single().ShouldBeOfType<PersonRecorded>().Version.ShouldBe(3);

    [Fact]
    public void Languages_of_the_profile_replace_those_of_HR()
    {
        DescriptionIn(TestData.Hired).Languages.ShouldBe(["de", "en"]);
        DescriptionIn(TestData.Declared).Languages.ShouldBe(["en"]);
    }

    [Fact]
    public void What_describes_a_person_leaves_only_encrypted()
    {
        var published = PublishedFor(TestData.Declared).Single();
        var json = JsonSerializer.Serialize(published, published.GetType());
        foreach (var text in (string[])["Chemist", "7.5", .. TestData.Profile.Interests])
            json.ShouldNotContain(text);
        foreach (var skill in TestData.Profile.SkillsOffered.Concat(TestData.Profile.SkillsWanted))
            json.ShouldNotContain(skill.Name);

        var description = DescriptionIn(TestData.Declared);
        (description.JobTitle, description.YearsOfExperience).ShouldBe(("Chemist", 7.5m));
        description.Interests.ShouldBe(TestData.Profile.Interests);
        description.SkillsOffered.Select(s => s.Skill).ShouldBe(TestData.Profile.SkillsOffered.Select(s => s.Name));
        description.SkillsWanted.Select(s => s.Skill).ShouldBe(TestData.Profile.SkillsWanted.Select(s => s.Name));
        description.HoursPerMonth.ShouldBe(TestData.Profile.HoursPerMonth);
    }

    [Fact]
    public void Of_a_person_who_was_erased_meanwhile_no_description_is_published() =>
        PublishedFor(
                TestData.Declared with
                {
                    Employment = TestData.Declared.Employment with { Description = new(TestData.PersonId.Value, null) },
                    Profile = new(TestData.PersonId.Value, null),
                }
            )
            .Single()
            .ShouldBeOfType<PersonRecorded>()
            .EncryptedDescription.ShouldBeNull();

    [Fact]
    public void A_person_who_left_is_published_as_inactive() =>
        PublishedFor(TestData.Left).Single().ShouldBeOfType<PersonRecorded>().Active.ShouldBeFalse();

    /// <summary>Each encryption has another nonce, so the file cannot hold the encrypted text.</summary>
    private static object WithFixedAnswers(object contract) =>
        contract switch
        {
            MatchingProfileCompleted p => p with { EncryptedAnswers = "(encrypted)" },
            PersonRecorded p => p with { EncryptedDescription = "(encrypted)" },
            _ => contract,
        };

    private static PersonDescription DescriptionIn(object data)
    {
        var recorded = PublishedFor(data).Single().ShouldBeOfType<PersonRecorded>();
        return Encryption.Decrypt<PersonDescription>(recorded.EncryptedDescription!, recorded.Person);
    }

    private static IEnumerable<object> PublishedFor(object data) =>
        Enrollment.Published.Map(TestEvents.Of(data, version: 3), Encryption);
}
