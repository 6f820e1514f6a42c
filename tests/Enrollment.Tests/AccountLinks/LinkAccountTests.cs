using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.AccountLinks;

public class LinkAccountTests
{
    private static readonly Guid Other = new("00000000-0000-8000-8000-00000000000b");

    private static readonly LinkedAccount Account = new(
        TestData.Account,
        "https://company.example",
        LinkRule.VerifiedEmail,
        TestData.Now
    );

    private static readonly LinkedAccount OfSubsidiary = new(
        Other,
        "https://subsidiary.example",
        LinkRule.EmployeeNumber,
        TestData.Now
    );

    private static readonly AccountLinked Linked = new(TestData.PersonId, Account, [Account.Id], TestData.Now);
    private static readonly AccountUnlinked Unlinked = new(
        TestData.PersonId,
        Account.Id,
        GoldenTests.Admin,
        [],
        TestData.Now
    );

    private readonly DeciderSpec<LinkedAccounts, AccountLinkEvent> _spec = DeciderSpec.Of<
        LinkedAccounts,
        AccountLinkEvent
    >(LinkedAccounts.Evolve);

    [Fact]
    public void An_account_is_linked_once()
    {
        _spec.When(known => Link(known, Account)).Then(Linked);
        _spec.Given(Linked).When(known => Link(known, Account)).ThenNothing();
    }

    [Fact]
    public void Each_provider_may_have_one_account_of_a_person()
    {
        _spec
            .Given(Linked)
            .When(known => Link(known, OfSubsidiary))
            .Then(new AccountLinked(TestData.PersonId, OfSubsidiary, [Account.Id, Other], TestData.Now));
        _spec.Given(Linked).When(known => Link(known, Account with { Id = Other })).ThenNothing();
    }

    [Fact]
    public void Nothing_is_linked_to_a_person_who_does_not_work_here()
    {
        foreach (var person in (Person?[])[null, TestData.Person(TestData.Left)])
            _spec.When(known => LinkAccount.Decide(known, person, Account, isOfHr: false)).ThenNothing();
    }

    [Fact]
    public void Where_HR_names_the_account_no_other_one_of_that_provider_is_linked()
    {
        var person = TestData.Person() with { Account = Other };
        _spec.When(known => LinkAccount.Decide(known, person, Account, isOfHr: true)).ThenNothing();
        _spec.When(known => LinkAccount.Decide(known, person, Account, isOfHr: false)).Then(Linked);
    }

    [Fact]
    public void An_account_that_was_unlinked_is_not_linked_again()
    {
        _spec.Given(Linked).When(Unlink).Then(Unlinked);
        _spec.Given(Linked, Unlinked).When(known => Link(known, Account)).ThenNothing();
        _spec.Given(Linked, Unlinked).When(Unlink).ThenNothing();
    }

    [Fact]
    public void What_is_not_linked_is_not_unlinked()
    {
        _spec.When(Unlink).ThenThrows(DomainError.NotFound);
        _spec
            .When(known => Unlink(known, TestData.Person() with { Account = Account.Id }))
            .ThenThrows(DomainError.Conflict, "HR system");
    }

    [Fact]
    public void An_erasure_unlinks_all() =>
        _spec
            .Given(Linked, new AccountLinked(TestData.PersonId, OfSubsidiary, [Account.Id, Other], TestData.Now))
            .When(known => known!.UnlinkAll(TestData.Now))
            .Then(
                new AccountUnlinked(TestData.PersonId, Account.Id, null, [Other], TestData.Now),
                new AccountUnlinked(TestData.PersonId, Other, null, [], TestData.Now)
            );

    private static AccountLinkEvent[] Link(LinkedAccounts? known, LinkedAccount account) =>
        LinkAccount.Decide(known, TestData.Person(), account, isOfHr: false);

    private static AccountLinkEvent[] Unlink(LinkedAccounts? known) => Unlink(known, TestData.Person());

    private static AccountLinkEvent[] Unlink(LinkedAccounts? known, Person person) =>
        UnlinkAccount.Decide(known, person, Account.Id, GoldenTests.Admin, TestData.Now);
}
