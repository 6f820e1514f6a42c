using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Integrations;

/// <summary>The people administration registers a system that provisions people.</summary>
public static class RegisterClient
{
    /// <param name="Name">The name by which lists show the client.</param>
    /// <param name="Scopes">What the client may do: <c>readUsers</c>, <c>writeUsers</c>.</param>
    /// <param name="DefaultSite">The code of the site of a person for whom the client names none.</param>
    /// <param name="AccountAttribute">Which attribute of a user is the subject of the account that signs the person in:
    /// <c>userName</c>, <c>externalId</c>, <c>employeeNumber</c>; <c>none</c> where another source links
    /// accounts.</param>
    public sealed record Request(
        string Name,
        IReadOnlyList<ClientScope> Scopes,
        string DefaultSite,
        AccountAttribute AccountAttribute = AccountAttribute.None
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Name).Line(100);
            RuleFor(r => r.Scopes)
                .Must(scopes => scopes.Count > 0 && scopes.Distinct().Count() == scopes.Count)
                .WithMessage("must be one or more different scopes");
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        await models.RequireSite(request.DefaultSite, ct);
        var now = clock.GetUtcNow();
        var id = new ClientId(Guid.CreateVersion7(now));
        await events.Update<IntegrationClient, ClientEvent>(
            id.Value,
            IntegrationClient.Evolve,
            _ => Decide(id, request, now),
            ct
        );
        return TypedResults.Created($"/integrations/{id.Value}", new CreatedId(id.Value));
    }

    public static ClientEvent[] Decide(ClientId id, Request request, DateTimeOffset now) =>
        [new ClientRegistered(id, request.Name, request.Scopes, request.DefaultSite, request.AccountAttribute, now)];

    private static async Task RequireSite(this ReadModels models, string code, CancellationToken ct)
    {
        var known = (await SitesProjection.LoadAll(models, ct)).Select(s => s.Code).ToArray();
        if (!known.Contains(code))
            throw new InvalidFieldException("defaultSite", $"must be a known site: {string.Join(", ", known.Order())}");
    }
}
