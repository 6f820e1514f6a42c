using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Consents;

public class ConsentTests
{
    private static readonly ConsentText English = new("en", "Surveys", "You take part in surveys."),
        German = new("de", "Umfragen", "Sie nehmen an Umfragen teil.");

    private static readonly ConsentTextPublished First = new("surveys", 1, [English], GoldenTests.Admin, TestData.Now);
    private static readonly ConsentTextPublished Second = First with { Version = 2, Texts = [German, English] };
    private static readonly ConsentKindEnded Ended = new("surveys", GoldenTests.Admin, TestData.Now);
    private static readonly ConsentGiven Given = new(
        TestData.PersonId,
        "surveys",
        1,
        TestData.PersonalText("en"),
        TestData.Now
    );
    private static readonly ConsentWithdrawn Withdrawn = new(TestData.PersonId, "surveys", 1, TestData.Now);

    private readonly DeciderSpec<ConsentKind, ConsentKindEvent> _kind = DeciderSpec.Of<ConsentKind, ConsentKindEvent>(
        ConsentKind.Evolve
    );

    private readonly DeciderSpec<PersonConsents, PersonConsentEvent> _consents = DeciderSpec.Of<
        PersonConsents,
        PersonConsentEvent
    >(PersonConsents.Evolve);

    [Fact]
    public void The_first_text_is_version_1() => _kind.When(k => Publish(k, English)).Then(First);

    [Fact]
    public void A_changed_text_is_a_new_version() =>
        _kind.Given(First).When(k => Publish(k, English, German)).Then(Second);

    [Fact]
    public void The_same_text_is_no_new_version_in_whatever_order_of_languages() =>
        _kind.Given(First, Second).When(k => Publish(k, English, German)).ThenNothing();

    [Fact]
    public void A_kind_that_ended_is_asked_again_by_a_new_version() =>
        _kind.Given(First, Ended).When(k => Publish(k, English)).Then(First with { Version = 2 });

    [Theory]
    [InlineData("")]
    [InlineData("Surveys")]
    [InlineData("1st")]
    [InlineData("surveys of today")]
    [InlineData("a-code-of-more-than-32-characters")]
    public void A_code_is_a_short_word(string code) =>
        _kind
            .When(k => PublishConsentText.Decide(k, code, [English], GoldenTests.Admin, TestData.Now))
            .ThenThrows(DomainError.Invalid, "small letters");

    [Fact]
    public void A_kind_ends_once()
    {
        _kind.Given(First).When(End).Then(Ended);
        _kind.Given(First, Ended).When(End).ThenNothing();
        _kind.When(End).ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void A_person_consents_to_the_version_in_force() => _consents.When(c => Give(c, 1, "en", First)).Then(Given);

    [Fact]
    public void A_consent_is_given_once_and_again_after_it_was_withdrawn()
    {
        _consents.Given(Given).When(c => Give(c, 1, "en", First)).ThenNothing();
        _consents.Given(Given, Withdrawn).When(c => Give(c, 1, "en", First)).Then(Given);
    }

    [Fact]
    public void A_new_version_needs_a_new_consent() =>
        _consents
            .Given(Given)
            .When(c => Give(c, 2, "de", First, Second))
            .Then(Given with { Version = 2, Language = TestData.PersonalText("de") });

    [Fact]
    public void A_former_version_is_refused() =>
        _consents.When(c => Give(c, 1, "en", First, Second)).ThenThrows(DomainError.Conflict, "Version 2");

    [Fact]
    public void A_language_that_the_text_lacks_is_refused() =>
        _consents.When(c => Give(c, 1, "de", First)).ThenThrows(DomainError.Invalid, "en");

    [Fact]
    public void What_is_not_asked_is_not_given()
    {
        _consents.When(c => Give(c, 1, "en")).ThenThrows(DomainError.NotFound);
        _consents.When(c => Give(c, 1, "en", First, Ended)).ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void Only_an_active_person_consents()
    {
        var kind = Fold(First);
        foreach (var person in (Person?[])[null, TestData.Person(TestData.Left)])
            _consents
                .When(c => GiveConsent.Decide(c, kind, person, new(1, "en"), TestData.Now))
                .ThenThrows(DomainError.Forbidden);
    }

    [Fact]
    public void A_consent_is_withdrawn_once()
    {
        _consents.Given(Given).When(Withdraw).Then(Withdrawn);
        _consents.Given(Given, Withdrawn).When(Withdraw).ThenNothing();
        _consents.When(Withdraw).ThenThrows(DomainError.NotFound);
        _consents.Given(Given with { Kind = "stories" }).When(Withdraw).ThenThrows(DomainError.NotFound);
    }

    private static ConsentKindEvent[] Publish(ConsentKind? kind, params ConsentText[] texts) =>
        PublishConsentText.Decide(kind, "surveys", texts, GoldenTests.Admin, TestData.Now);

    private static ConsentKindEvent[] End(ConsentKind? kind) =>
        EndConsentKind.Decide(kind, GoldenTests.Admin, TestData.Now);

    private static PersonConsentEvent[] Give(
        PersonConsents? consents,
        int version,
        string language,
        params ConsentKindEvent[] kind
    ) => GiveConsent.Decide(consents, Fold(kind), TestData.Person(), new(version, language), TestData.Now);

    private static PersonConsentEvent[] Withdraw(PersonConsents? consents) =>
        WithdrawConsent.Decide(consents, TestData.PersonId, "surveys", TestData.Now);

    private static ConsentKind? Fold(params ConsentKindEvent[] events) =>
        events.Aggregate((ConsentKind?)null, ConsentKind.Evolve);
}
