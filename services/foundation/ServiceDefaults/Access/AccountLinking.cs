using System.Security.Claims;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// An account that belongs to no person yet, with what its token says of the person, as far as the rules of its
/// provider count that.
/// </summary>
/// <param name="Email">A mail address that the provider has verified.</param>
/// <param name="EmployeeNumber">The number that the provider gives.</param>
public sealed record UnlinkedAccount(Guid Id, string Issuer, string? Email, string? EmployeeNumber)
{
    private const string EmailClaim = "email",
        EmailVerifiedClaim = "email_verified";

    /// <returns>Null where no rule can link the account.</returns>
    internal static UnlinkedAccount? Of(ClaimsPrincipal user, ProviderSettings provider, Guid account)
    {
        var email =
            provider.VerifiedEmail
            && bool.TryParse(OnlyValue(user, EmailVerifiedClaim), out var isVerified)
            && isVerified
                ? OnlyValue(user, EmailClaim)
                : null;
        var number = provider.EmployeeNumberClaim is { } claim ? OnlyValue(user, claim) : null;
        return email is null && number is null ? null : new(account, provider.Issuer!, email, number);
    }

    /// <summary>Null where there is none, or where there are several: which of them counts is not known.</summary>
    private static string? OnlyValue(ClaimsPrincipal user, string claim) =>
        user.FindAll(claim).Select(c => c.Value).ToArray() is [{ Length: > 0 } only] ? only : null;
}

/// <summary>Links accounts to people by the rules of their providers: in the service that knows the people.</summary>
public interface IAccountLinking
{
    /// <summary>Links the account where a rule finds its person; else it changes nothing.</summary>
    Task Link(UnlinkedAccount account, CancellationToken ct);
}
