using System.Globalization;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// Records reads of personal data in the audit trail. The record commits before the response is sent: what cannot be
/// recorded is not shown.
/// </summary>
public static class ReadRecording
{
    /// <summary>Records every read of this route, such as a list, once for a request.</summary>
    /// <param name="kind">A stable camelCase word for what is read.</param>
    public static RouteHandlerBuilder AuditRead(this RouteHandlerBuilder route, string kind) =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var result = await next(context);
                await Record(context.HttpContext, kind, []);
                return result;
            }
        );

    /// <summary>Records the reads of this route, except of a user's own data.</summary>
    /// <param name="kind">A stable camelCase word for what is read.</param>
    /// <param name="peopleOf">The people whose data the response shows.</param>
    public static RouteHandlerBuilder AuditRead<TResponse>(
        this RouteHandlerBuilder route,
        string kind,
        Func<TResponse, Guid[]> peopleOf
    )
        where TResponse : class =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var result = await next(context);
                if (
                    result is IValueHttpResult<TResponse> { Value: { } shown }
                    && peopleOf(shown) is var people
                    && !people.Contains(context.HttpContext.User.Id())
                )
                    await Record(context.HttpContext, kind, people);
                return result;
            }
        );

    /// <summary>Records every read of this route, also one that shows no one or the user alone.</summary>
    /// <param name="kind">A stable camelCase word for what is read.</param>
    /// <param name="peopleOf">The people whom the response shows.</param>
    public static RouteHandlerBuilder AuditSearch<TResult>(
        this RouteHandlerBuilder route,
        string kind,
        Func<TResult, Guid[]> peopleOf
    )
        where TResult : IResult =>
        route.AddEndpointFilter(
            async (context, next) =>
            {
                var result = await next(context);
                if (result is TResult shown)
                    await Record(context.HttpContext, kind, peopleOf(shown));
                return result;
            }
        );

    private static Task Record(HttpContext http, string kind, Guid[] people)
    {
        var services = http.RequestServices;
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var day = now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return services
            .GetRequiredService<EventStreams>()
            .Record(
                DerivedId.From($"reads of {day}", http.User.Id()),
                new PersonalDataRead(kind, people, IdsIn(http.Request), now),
                http.RequestAborted
            );
    }

    /// <summary>Other values in the address may be personal data themselves, such as an employee number.</summary>
    private static Guid[] IdsIn(HttpRequest request) =>
        [
            .. request
                .RouteValues.Values.Select(value => value as string)
                .Concat(request.Query.Where(q => q.Key is not "cursor").SelectMany(q => q.Value))
                .Select(text => Guid.TryParse(text, out var id) ? id : (Guid?)null)
                .OfType<Guid>()
                .Distinct(),
        ];
}
