using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Integrations;

/// <summary>A client as it is listed.</summary>
public sealed record ClientSummary(Guid Id, string Name, string[] Scopes, string DefaultSite, string AccountAttribute);

/// <summary>
/// The clients and the hashes of their tokens. Written with the append: a revoked token ends at once.
/// </summary>
public sealed class IntegrationsProjection : TableProjection
{
    public IntegrationsProjection()
        : base("integrations")
    {
        var clients = AddTable("integration_clients");
        clients.AddColumn("id", "uuid").AsPrimaryKey();
        clients.AddColumn("name", "text").NotNull();
        clients.AddColumn("scopes", "text[]").NotNull();
        clients.AddColumn("default_site", "text").NotNull();
        clients.AddColumn("account_attribute", "text").NotNull();
        var tokens = AddTable("integration_tokens");
        tokens.AddColumn("id", "uuid").AsPrimaryKey();
        tokens.AddColumn("client", "uuid").NotNull();
        tokens.AddColumn("hash", "uuid").NotNull();
        tokens.AddColumn("expires_at", "timestamptz").NotNull();
        AddIndex(tokens, "tokens_by_hash", ["hash"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case ClientRegistered r:
                operations.QueueSql(
                    $"""
                    insert into integration_clients
                    values ({r.Client.Value}, {r.Name}, {r.Scopes.Select(s => EnumText.Of(s)).ToArray()},
                        {r.DefaultSite}, {EnumText.Of(r.AccountAttribute)})
                    """
                );
                break;
            case TokenIssued t:
                operations.QueueSql(
                    $"""
                    insert into integration_tokens values ({t.Token.Value}, {t.Client.Value}, {t.Hash}, {t.ExpiresAt})
                    """
                );
                break;
            case TokenRevoked r:
                operations.QueueSql($"delete from integration_tokens where id = {r.Token.Value}");
                break;
        }
    }

    public static async Task<Ok<PageResponse<ClientSummary>>> List(
        ReadModels models,
        Paging paging,
        CancellationToken ct
    ) =>
        paging.ToResponse(
            await models.Page<ClientSummary>(
                $"select id, name, scopes, default_site, account_attribute from integration_clients",
                paging,
                c => c.Id,
                ct
            )
        );
}
