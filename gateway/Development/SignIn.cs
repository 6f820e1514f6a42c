using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Gateway.Development;

/// <summary>
/// Development only: a token for any person in any role, so that a platform without an identity provider can be tried.
/// </summary>
public static class SignIn
{
    private const string SigningKey = "Auth:DevelopmentSigningKey",
        Switch = "Dev:SignIn";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(8);
    private static readonly JsonWebTokenHandler Tokens = new() { SetDefaultTimesOnTokenCreation = false };

    public sealed record Request(Guid Person, string[]? Roles = null, string[]? Sites = null);

    public sealed class Validator : AbstractValidator<Request>
    {
        private const int MaxSites = 100;

        public Validator()
        {
            RuleFor(r => r.Person).NotEmpty().WithMessage("must be the id of a person");
            RuleFor(r => r.Roles)
                .Must(roles => roles is null || roles.All(role => Roles.All.Contains(role)))
                .WithMessage($"must each be one of {string.Join(", ", Roles.All)}");
            RuleFor(r => r.Sites)
                .Must(sites => sites is null || sites.Length <= MaxSites)
                .WithMessage($"must be at most {MaxSites}")
                .Must(sites =>
                    sites is null || sites.All(s => s is { Length: > 0 and <= 64 } && TextValidation.IsLine(s))
                )
                .WithMessage("must each be a code of 1 to 64 characters");
        }
    }

    public sealed record Answer(string Token, DateTimeOffset ExpiresAt);

    /// <exception cref="InvalidOperationException">
    /// The key or the switch is set outside Development: such a gateway must not run.
    /// </exception>
    public static void MapDevelopmentSignIn(this WebApplication app)
    {
        if (app.Environment.IsDevelopment())
        {
            if (app.Configuration.GetValue(Switch, true) && app.Configuration[SigningKey] is { Length: > 0 } jwk)
                MapSignIn(app, CreateSigner(new JsonWebKey(jwk)));
            return;
        }

        foreach (var key in (string[])[SigningKey, Switch])
            if (
                app.Configuration[key] is { Length: > 0 } value
                && !bool.FalseString.Equals(value, StringComparison.OrdinalIgnoreCase)
            )
                throw new InvalidOperationException(
                    $"{key} is set, but the environment is {app.Environment.EnvironmentName}: "
                        + "anyone could sign in as anyone. Remove it."
                );
    }

    private static SigningCredentials CreateSigner(JsonWebKey key) =>
        key is { HasPrivateKey: true, Crv: "P-256" }
            ? new(key, SecurityAlgorithms.EcdsaSha256)
            : throw new InvalidOperationException($"{SigningKey} must be a private JSON Web Key of the curve P-256.");

    private static void MapSignIn(WebApplication app, SigningCredentials signer) =>
        app.MapPost(
                "/dev/sign-in",
                (Request request, IOptions<TokenSettings> settings, TimeProvider clock) =>
                    Handle(request, settings.Value, signer, clock)
            )
            .WithRequestValidation()
            .AllowAnonymous()
            .WithSummary("Development only: a token for any person in any role.");

    private static Ok<Answer> Handle(
        Request request,
        TokenSettings settings,
        SigningCredentials signer,
        TimeProvider clock
    )
    {
        var (roles, sites) = (request.Roles ?? [], request.Sites ?? []);
        var now = clock.GetUtcNow();
        var token = Tokens.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = settings.Issuer,
                Audience = settings.Audience,
                IssuedAt = now.UtcDateTime,
                Expires = (now + Lifetime).UtcDateTime,
                SigningCredentials = signer,
                Claims = new Dictionary<string, object>
                {
                    ["sub"] = request.Person.ToString(),
                    ["roles"] = roles.Distinct().ToArray(),
                    ["sites"] = sites.Distinct().ToArray(),
                    ["jti"] = Guid.CreateVersion7(now).ToString(),
                },
            }
        );
        return TypedResults.Ok(new Answer(token, now + Lifetime));
    }
}
