using System.Net;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Testing;

namespace PeerNetwork.Matching.Tests.People;

[Collection(MatchingCollection.Name)]
public class AccountTests(MatchingHost matching)
{
    [Fact]
    public async Task An_account_gets_in_while_its_person_is_with_the_company()
    {
        var (person, leaver) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await ShouldBeRefused(person, "No person of the company");

        await matching.Deliver(MatchingHost.Person(person));
        using var known = matching.As(person);
        (await known.GetAsync("/matches/mine")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await matching.Deliver(MatchingHost.Person(leaver, version: 2, active: false));
        await ShouldBeRefused(leaver, "has left the company");

        async Task ShouldBeRefused(Guid who, string reason)
        {
            using var client = matching.As(who);
            using var answer = await client.GetAsync("/matches/mine");
            (await answer.Content.ReadAsStringAsync()).ShouldContain(reason);
            (await MatchingHost.Problem(answer, HttpStatusCode.Forbidden)).ShouldBe("unknown-person");
        }
    }

    [Fact]
    public async Task A_linked_account_signs_its_person_in_and_the_one_that_HR_names_comes_first()
    {
        var (person, other, account) = (Guid.CreateVersion7(), Guid.CreateVersion7(), Guid.CreateVersion7());
        await matching.Deliver(MatchingHost.Person(person));
        await matching.Deliver(Linked(person, 2, account, other));
        await matching.Deliver(Linked(person, 1));
        using var linked = matching.As(account);
        (await linked.GetAsync("/matches/mine")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await matching.Deliver(MatchingHost.Person(other, version: 2, active: false));
        using var named = matching.As(other);
        (await (await named.GetAsync("/matches/mine")).Content.ReadAsStringAsync()).ShouldContain("has left");

        await matching.Deliver(Linked(person, 3));
        // A service remembers for some seconds whose account it is.
        await Eventually.Passes(async () =>
            (await linked.GetAsync("/matches/mine")).StatusCode.ShouldBe(HttpStatusCode.Forbidden)
        );
    }

    [Fact]
    public async Task An_older_version_of_a_person_brings_no_account_back()
    {
        var person = Guid.CreateVersion7();
        await matching.Deliver(MatchingHost.Person(person, version: 2) with { Account = null });
        await matching.Deliver(MatchingHost.Person(person, version: 1));

        using var client = matching.As(person);
        (await client.GetAsync("/matches/mine")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static AccountsRecorded Linked(Guid person, long version, params Guid[] subjects) =>
        new(person, version, [.. subjects.Select(TestTokens.AccountOf)], DateTimeOffset.UnixEpoch);
}
