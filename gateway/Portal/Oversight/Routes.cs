using PeerNetwork.Portal.Api;

namespace PeerNetwork.Portal.Oversight;

internal static class Routes
{
    public const string ExportPath = "/oversight/audit/entries.ndjson";

    public static void MapOversight(this IEndpointRouteBuilder app) => app.MapGet(ExportPath, Export);

    private static Task<IResult> Export(
        string service,
        Guid? person,
        Guid? actor,
        Guid? record,
        string? action,
        DateTimeOffset? from,
        DateTimeOffset? to,
        HttpContext context,
        OverseerClients overseer
    ) =>
        ApiFile.Load(
            context,
            async () =>
            {
                var name = AuditQuery.ServiceIn(service);
                var entries = await overseer
                    .Of(name)
                    .ExportAuditAsync(actor, person, record, action, from, to, context.RequestAborted);
                context.Response.RegisterForDispose(entries);
                return TypedResults.Stream(entries.Stream, "application/x-ndjson", $"audit-{name}.ndjson");
            }
        );
}
