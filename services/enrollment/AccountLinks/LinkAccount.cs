using System.Diagnostics;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.Enrollment.Scim.Users;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.AccountLinks;

/// <summary>
/// An account that belongs to no person signs in: it is linked to the one active person whom its employee number, or
/// else its verified mail address, names.
/// </summary>
public sealed class LinkAccount(
    IServiceScopeFactory scopes,
    ReadModels models,
    PeopleIndex people,
    UserKeyIndex keys,
    IOptions<TokenSettings> tokens,
    TimeProvider clock
) : IAccountLinking
{
    public async Task Link(UnlinkedAccount account, CancellationToken ct)
    {
        if (await FindPerson(account, ct) is not var (found, rule))
            return;
        var now = clock.GetUtcNow();
        // A roster and SCIM name accounts of the first provider.
        var isOfHr = account.Issuer == tokens.Value.Issuer;
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<AuditContext>().Metadata = new(CorrelationId: $"{Activity.Current?.TraceId}");
        try
        {
            await services
                .GetRequiredService<EventStreams>()
                .Update(
                    async writes =>
                    {
                        var stream = LinkedAccounts.IdOf(found);
                        var known = await writes.Fetch<LinkedAccounts, AccountLinkEvent>(stream, LinkedAccounts.Evolve);
                        var person = await writes.Fetch<Person, PersonEvent>(found.Value, Person.Evolve);
                        writes.Append<LinkedAccounts, AccountLinkEvent>(
                            stream,
                            Decide(known, person, new(account.Id, account.Issuer, rule, now), isOfHr)
                        );
                    },
                    ct
                );
        }
        catch (UniqueConflictException)
        {
            // Another request has just linked the account to another person: that one holds.
        }
    }

    /// <param name="isOfHr">Whether HR names accounts of this provider.</param>
    public static AccountLinkEvent[] Decide(LinkedAccounts? known, Person? person, LinkedAccount account, bool isOfHr)
    {
        if (person is not { Active: true } || (isOfHr && person.Account is not null))
            return [];
        var accounts = known?.Accounts ?? [];
        return accounts.Any(a => a.Issuer == account.Issuer) || known?.Unlinked.Contains(account.Id) is true
            ? []
            : [new AccountLinked(person.Id, account, [.. accounts.Select(a => a.Id), account.Id], account.At)];
    }

    /// <returns>Null where there is no such person, or more than one.</returns>
    private async Task<(PersonId Person, LinkRule Rule)?> FindPerson(UnlinkedAccount account, CancellationToken ct)
    {
        if (account.EmployeeNumber is { } number && await FindByNumber(number, ct) is { } named)
            return (new(named), LinkRule.EmployeeNumber);
        return account.Email is { } email && await people.FindByEmail(email, ct) is [var only]
            ? (new PersonId(only), LinkRule.VerifiedEmail)
            : null;
    }

    private Task<Guid?> FindByNumber(string number, CancellationToken ct) =>
        models.QueryFirstOrDefault<Guid?>(
            $"select id from people where number_key = {keys.OfEmployeeNumber(number)} and active",
            ct
        );
}
