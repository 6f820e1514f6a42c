using System.Diagnostics;
using PeerNetwork.Enrollment.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.AccountLinks;

/// <summary>By what a person was found.</summary>
public enum LinkRule
{
    VerifiedEmail,
    EmployeeNumber,

    /// <summary>HR had named it for a duplicate that was merged into the person.</summary>
    Merge,
}

/// <summary>An account at an OpenID Connect provider.</summary>
/// <param name="Id">Follows from issuer and subject (<see cref="AccountIds"/>).</param>
public sealed record LinkedAccount(Guid Id, string Issuer, LinkRule Rule, DateTimeOffset At);

// Each event tells all accounts, so that what is published needs no second look.
public abstract record AccountLinkEvent(PersonId Person);

/// <summary>An account that belonged to no person signed in, and a rule of its provider found the person.</summary>
/// <param name="All">The ids of all linked accounts of the person afterwards.</param>
public sealed record AccountLinked(PersonId Person, LinkedAccount Account, IReadOnlyList<Guid> All, DateTimeOffset At)
    : AccountLinkEvent(Person);

/// <summary>The account does not sign the person in any more, and no rule links it to the person again.</summary>
/// <param name="By">The person or account that unlinked it; null where the person was erased.</param>
/// <param name="All">The ids of all linked accounts of the person afterwards.</param>
public sealed record AccountUnlinked(
    PersonId Person,
    Guid Account,
    Guid? By,
    IReadOnlyList<Guid> All,
    DateTimeOffset At
) : AccountLinkEvent(Person);

/// <summary>The accounts of a person that rules have linked; the one that HR names is not among them.</summary>
public sealed record LinkedAccounts(PersonId Person, IReadOnlyList<LinkedAccount> Accounts)
{
    /// <summary>No rule links these again.</summary>
    public IReadOnlyList<Guid> Unlinked { get; init; } = [];

    public static Guid IdOf(PersonId person) => DerivedId.From("linked-accounts", person.Value);

    public AccountUnlinked Unlink(Guid account, Guid? by, DateTimeOffset now) =>
        new(Person, account, by, [.. Accounts.Select(a => a.Id).Where(id => id != account)], now);

    public AccountLinkEvent[] UnlinkAll(DateTimeOffset now) =>
        [
            .. Accounts.Select(
                (a, i) => new AccountUnlinked(Person, a.Id, null, [.. Accounts.Skip(i + 1).Select(x => x.Id)], now)
            ),
        ];

    public static LinkedAccounts Evolve(LinkedAccounts? known, AccountLinkEvent e) =>
        (known, e) switch
        {
            (null, AccountLinked l) => new(l.Person, [l.Account]),
            ({ } k, AccountLinked l) => k with
            {
                Accounts = [.. k.Accounts, l.Account],
                Unlinked = [.. k.Unlinked.Where(id => id != l.Account.Id)],
            },
            ({ } k, AccountUnlinked u) => k with
            {
                Accounts = [.. k.Accounts.Where(a => a.Id != u.Account)],
                Unlinked = [.. k.Unlinked, u.Account],
            },
            _ => throw new UnreachableException($"{e} cannot follow {known}"),
        };
}
