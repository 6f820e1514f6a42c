using Microsoft.AspNetCore.Mvc;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim;

/// <summary>Every error of a SCIM request has the body that RFC 7644, section 3.12, describes.</summary>
internal static class ScimErrors
{
    private const string AlreadyExists = Problems.TypePrefix + Problems.AlreadyExists;

    /// <summary>Has to be called before the pipeline of the service is built.</summary>
    public static void UseScimErrors(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(Routes.Root))
                    context.Features.Set<ProblemFormat>(Write);
                return next(context);
            }
        );

    /// <summary>Answers what the protocol rejects.</summary>
    public static async ValueTask<object?> Answer(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ScimException e)
        {
            return new ScimResult(e.ToBody(), e.Status);
        }
    }

    /// <summary>Answers what the rest of the service rejects, from an unknown token to a conflict.</summary>
    private static Task Write(HttpContext context, ProblemDetails problem) =>
        new ScimResult(ExceptionOf(problem).ToBody(), context.Response.StatusCode).ExecuteAsync(context);

    internal static ScimException ExceptionOf(ProblemDetails problem) =>
        problem switch
        {
            { Status: 422 } => new(StatusCodes.Status400BadRequest, ScimErrorType.InvalidValue, problem.Detail!),
            { Type: AlreadyExists } => new(StatusCodes.Status409Conflict, ScimErrorType.Uniqueness, problem.Detail!),
            _ => new(problem.Status!.Value, null, problem.Detail!),
        };
}
