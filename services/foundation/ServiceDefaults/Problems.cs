using System.Collections.Frozen;
using System.Diagnostics;
using FluentValidation;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The problem types (RFC 9457). A type is <c>urn:peernetwork:problem:</c> and a stable name: one of the names below,
/// or the code of a <see cref="DomainException"/>.
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
        [404] = ("not-found", "Not found", "There is nothing at this address."),
        [405] = ("method-not-allowed", "Method not allowed", "The header Allow lists the methods of this address."),
        [406] = ("not-acceptable", "Not acceptable", "Ask for another media type."),
        [408] = ("request-timeout", "The request took too long to arrive", "Send it again."),
        [409] = (
            "conflict",
            "Conflicts with the current state",
            "Read the current state before you send a new request."
        ),
        [412] = ("stale-version", "The resource has changed", "Read it again and send its current ETag in If-Match."),
        [413] = ("too-large", "The request is too large", "Send a smaller request."),
        [414] = ("address-too-long", "The address is too long", "Send a shorter one."),
        [415] = (
            "unsupported-media-type",
            "Unsupported media type",
            "Send a media type that the OpenAPI document lists."
        ),
        [422] = ("invalid", "The request is invalid", "Change the request."),
        [429] = ("too-many-requests", "Too many requests", "Wait for the time in Retry-After."),
        [431] = ("headers-too-large", "The headers are too large", "Send fewer or shorter headers."),
        [500] = ("internal", "Internal server error", "The server failed. Report the trace id if it fails again."),
        [502] = ("bad-gateway", "A service does not respond", "Try again in a moment."),
        [503] = ("unavailable", "Temporarily unavailable", "Try again in a moment."),
        [504] = ("timeout", "The request took too long", "Try again in a moment."),
    }.ToFrozenDictionary();

    public static IServiceCollection AddProblems(this IServiceCollection services) =>
        services
            .AddProblemDetails(options =>
                options.CustomizeProblemDetails = details =>
                    AddTypeAndTraceId(details.ProblemDetails, details.HttpContext)
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
        var (defaultSlug, title, defaultDetail) = ByStatus.GetValueOrDefault(
            status,
            ("other", "The request failed", "See the status.")
        );
        return new()
        {
            Status = status,
            Type = TypePrefix + (slug ?? defaultSlug),
            Title = title,
            Detail = detail ?? defaultDetail,
        };
    }

    /// <summary>
    /// Maps an exception to the problem that the client reads. Messages of unlisted exceptions are not disclosed.
    /// </summary>
    public static ProblemDetails Of(Exception exception) =>
        exception switch
        {
            ValidationException e => Of(e),
            InvalidFieldException e => Of(422, e.Message).WithExtension("errors", e.Errors),
            DomainException e => Of(StatusOf(e.Error), e.Message, e.Code),
            StaleVersionException e => Of(412, e.Message),
            VersionConflictException e => Of(409, e.Message, ConcurrencyConflict),
            DuplicateDocumentException e => Of(409, e.Message, ConcurrencyConflict),
            UniqueConflictException e => Of(409, e.Message, AlreadyExists),
            BadHttpRequestException e => Of(e.StatusCode, MalformedRequest.Explain(e)),
            System.Text.Json.JsonException e => Of(400, MalformedRequest.Explain(e)),
            ProviderUnavailableException e => Of(503, e.Message),
            _ when exception.IsDatabaseOutage() => Of(503),
            _ => Of(500),
        };

    /// <summary>
    /// Writes a problem as JSON, even if the client accepts only other media types: a response without a body helps
    /// less.
    /// </summary>
    public static Task Write(HttpContext context, ProblemDetails problem)
    {
        AddTypeAndTraceId(problem, context);
        context.Response.StatusCode = problem.Status ?? 500;
        return context.Features.Get<ProblemFormat>() is { } format
            ? format(context, problem)
            : context.Response.WriteAsJsonAsync(
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
        return Of(422, string.Join(' ', sentences)).WithExtension("errors", errors);
    }

    internal static string Sentence(string field, string message) => $"{field} {message.TrimEnd('.')}.";

    internal static ProblemDetails WithExtension(this ProblemDetails problem, string name, object? value)
    {
        problem.Extensions[name] = value;
        return problem;
    }

    private static void AddTypeAndTraceId(ProblemDetails problem, HttpContext context)
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

/// <summary>
/// Writes problems in the format of another protocol. It is a feature of the requests of that protocol.
/// </summary>
public delegate Task ProblemFormat(HttpContext context, ProblemDetails problem);

/// <summary>Writes the problem for an exception, and logs unexpected exceptions.</summary>
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
