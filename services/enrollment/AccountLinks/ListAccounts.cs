using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.AccountLinks;

/// <summary>Shows the accounts that sign a person in.</summary>
public static class ListAccounts
{
    public sealed record Response(Guid Person, IReadOnlyList<Account> Accounts);

    /// <param name="Id">A keyed hash of issuer and subject: the subject is not stored.</param>
    /// <param name="Issuer">The provider.</param>
    /// <param name="Rule">The rule that linked it; null for the account that HR names.</param>
    /// <param name="LinkedAt">Null for the account that HR names.</param>
    public sealed record Account(Guid Id, string Issuer, LinkRule? Rule, DateTimeOffset? LinkedAt);

    public static async Task<Ok<Response>> Handle(
        Guid id,
        EventStreams events,
        IOptions<TokenSettings> tokens,
        CancellationToken ct
    )
    {
        var person =
            await events.Read<Person, PersonEvent>(id, Person.Evolve, ct)
            ?? throw new DomainException(DomainError.NotFound, "No such person.");
        var known = await events.Read<LinkedAccounts, AccountLinkEvent>(
            LinkedAccounts.IdOf(person.Id),
            LinkedAccounts.Evolve,
            ct
        );
        Account[] named = person.Account is { } account ? [new(account, tokens.Value.Issuer!, null, null)] : [];
        return TypedResults.Ok(
            new Response(
                id,
                [.. named, .. (known?.Accounts ?? []).Select(a => new Account(a.Id, a.Issuer, a.Rule, a.At))]
            )
        );
    }
}
