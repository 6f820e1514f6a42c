using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.AccountLinks;

/// <summary>The people administration takes an account from a person. No rule gives it back.</summary>
public static class UnlinkAccount
{
    public static async Task<NoContent> Handle(
        Guid id,
        Guid account,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var stream = LinkedAccounts.IdOf(new(id));
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                var known = await writes.Fetch<LinkedAccounts, AccountLinkEvent>(stream, LinkedAccounts.Evolve);
                writes.Append<LinkedAccounts, AccountLinkEvent>(stream, Decide(known, person, account, by, now));
            },
            ct
        );
        return TypedResults.NoContent();
    }

    public static AccountLinkEvent[] Decide(
        LinkedAccounts? known,
        Person? person,
        Guid account,
        Guid by,
        DateTimeOffset now
    )
    {
        if (known?.Accounts.Any(a => a.Id == account) is true)
            return [known.Unlink(account, by, now)];
        if (person?.Account == account)
            throw new DomainException(DomainError.Conflict, "HR names this account. Change it in the HR system.");
        return known?.Unlinked.Contains(account) is true
            ? []
            : throw new DomainException(DomainError.NotFound, "The person has no such account.");
    }
}
