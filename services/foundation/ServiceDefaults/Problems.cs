using System.Collections.Frozen;
using System.Diagnostics;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The stable types of all problems: <c>urn:peernetwork:problem:</c> and one of these names, or the code of a
/// <see cref="DomainException"/>.
/// </summary>
public static class Problems
{
    public const string TypePrefix = "urn:peernetwork:problem:";

    public const string KeyReused = "idempotency-key-reused";
    public const string ConcurrencyConflict = "concurrency-conflict";
    public const string AlreadyExists = "already-exists";

    private static readonly FrozenDictionary<int, (string Slug, string Title, string Detail)> ByStatus = new Dictionary<
        int,
        (string, string, string)
    >
    {
        [400] = ("malformed-request", "The request cannot be read", "Send it as the OpenAPI document describes it."),
        [401] = ("not-signed-in", "Not signed in", "Send a valid access token in the header Authorization: Bearer."),
        [403] = ("not-allowed", "Not allowed", "Your roles and sites do not allow this."),
        [404] = ("not-found", "Not found", "Nothing is at this address."),
        [405] = ("method-not-allowed", "Method not allowed", "This address knows other methods: see the header Allow."),
        [406] = ("not-acceptable", "Not acceptable", "Ask for another media type."),
        [408] = ("request-timeout", "The request came too slowly", "Send it again, faster."),
        [409] = ("conflict", "Contradicts the present state", "Read the present state and decide anew."),
        [412] = (
            "stale-version",
            "Changed since you read it",
            "Read it again, decide anew, and send its present ETag in If-Match."
        ),
        [413] = ("too-large", "The request is too large", "Send less at once."),
        [414] = ("address-too-long", "The address is too long", "Send a shorter one."),
        [415] = (
            "unsupported-media-type",
            "Unsupported media type",
            "Send a media type that the OpenAPI document lists."
        ),
        [422] = ("invalid", "Cannot be carried out as written", "Change the request."),
        [429] = ("too-many-requests", "Too many requests", "Wait for the time in Retry-After."),
        [431] = ("headers-too-large", "The headers are too large", "Send fewer or shorter headers."),
        [500] = (
            "internal",
            "Something went wrong here",
            "Nothing is wrong with the request. Report the trace id if it stays so."
        ),
        [502] = ("bad-gateway", "A part of the platform does not answer", "Try again in a moment."),
        [503] = ("unavailable", "Not available now", "Try again in a moment."),
        [504] = ("timeout", "Took too long", "Try again in a moment."),
    }.ToFrozenDictionary();

    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            .AddProblemDetails(options =>
                options.CustomizeProblemDetails = written => Complete(written.ProblemDetails, written.HttpContext)
            )
            .AddExceptionHandler<ProblemHandler>();

    public static void UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(pages => Write(pages.HttpContext, Of(pages.HttpContext.Response.StatusCode)));
    }

    /// <summary>The problem for a status, with its default text or the given one.</summary>
    public static ProblemDetails Of(int status, string? detail = null, string? slug = null)
    {
        var (usualSlug, title, usualDetail) = ByStatus.GetValueOrDefault(
            status,
            ("other", "The request failed", "See the status.")
        );
        return new()
        {
            Status = status,
            Type = TypePrefix + (slug ?? usualSlug),
            Title = title,
            Detail = detail ?? usualDetail,
        };
    }

    /// <summary>
    /// Maps every exception to the problem that the client reads. The message of an exception that is not listed here
    /// is not disclosed.
    /// </summary>
    public static ProblemDetails Of(Exception exception) =>
        exception switch
        {
            ValidationException e => Of(e),
            InvalidFieldException e => Of(422, e.Message).With("errors", e.Errors),
            DomainException e => Of(StatusOf(e.Error), e.Message, e.Code),
            StaleVersionException e => Of(412, e.Message),
            VersionConflictException e => Of(409, e.Message, ConcurrencyConflict),
            DuplicateDocumentException e => Of(409, e.Message, ConcurrencyConflict),
            UniqueConflictException e => Of(409, e.Message, AlreadyExists),
            BadHttpRequestException e => Of(e.StatusCode, MalformedRequest.Explain(e)),
            System.Text.Json.JsonException e => Of(400, MalformedRequest.Explain(e)),
            _ when exception.IsDatabaseOutage() => Of(503),
            _ => Of(500),
        };

    /// <summary>
    /// Written as JSON whatever media type the client accepts: an answer without a body would help it less.
    /// </summary>
    public static Task Write(HttpContext context, ProblemDetails problem)
    {
        Complete(problem, context);
        context.Response.StatusCode = problem.Status ?? 500;
        return context.Response.WriteAsJsonAsync(
            problem,
            options: null,
            "application/problem+json",
            CancellationToken.None
        );
    }

    private static ProblemDetails Of(ValidationException exception)
    {
        var errors = exception
            .Errors.GroupBy(e => e.PropertyName, e => e.ErrorMessage)
            .ToDictionary(e => e.Key, e => e.ToArray());
        var sentences = errors.SelectMany(e => e.Value.Select(message => Sentence(e.Key, message)));
        return Of(422, string.Join(' ', sentences)).With("errors", errors);
    }

    internal static string Sentence(string field, string message) => $"{field} {message.TrimEnd('.')}.";

    internal static ProblemDetails With(this ProblemDetails problem, string name, object? value)
    {
        problem.Extensions[name] = value;
        return problem;
    }

    private static void Complete(ProblemDetails problem, HttpContext context)
    {
        if (problem.Type?.StartsWith(TypePrefix, StringComparison.Ordinal) is not true)
            problem.Type = Of(problem.Status ?? 500).Type;
        problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? context.TraceIdentifier;
    }

    private static int StatusOf(DomainError error) =>
        error switch
        {
            DomainError.NotFound => 404,
            DomainError.Forbidden => 403,
            DomainError.Conflict => 409,
            _ => 422,
        };
}

/// <summary>Answers an exception with its problem. Unexpected exceptions are logged here.</summary>
internal sealed class ProblemHandler(ILogger<ProblemHandler> log) : IExceptionHandler
{
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        var problem = Problems.Of(exception);
        if (problem.Status >= 500)
            log.LogError(exception, "{Method} {Path} failed", httpContext.Request.Method, httpContext.Request.Path);
        await Problems.Write(httpContext, problem);
        return true;
    }
}
