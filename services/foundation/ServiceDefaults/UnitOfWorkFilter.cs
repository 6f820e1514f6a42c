using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Runs each command as one unit of work. It commits when the handler returns, whatever the status of the response, and
/// rolls back when the handler throws. On a version conflict the handler runs again.
/// </summary>
internal sealed class UnitOfWorkFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
            return await next(context);
        var services = http.RequestServices;
        if (IdempotencyKey.ComputeHash(http) is { } key)
            return await services.GetRequiredService<IdempotentCommands>().Run(http, key, () => next(context));
        return await services
            .GetRequiredService<EventStreams>()
            .Execute(async () => await next(context), http.RequestAborted);
    }
}
