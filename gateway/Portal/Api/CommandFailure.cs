using System.Net;

namespace PeerNetwork.Portal.Api;

/// <summary>Why a command has failed, as far as a user can do something about it.</summary>
public enum CommandFailure
{
    /// <summary>There is no answer: the command may have had its effect.</summary>
    Unavailable,
    SignInEnded,

    /// <summary>The data has changed since the user saw it.</summary>
    Conflict,

    /// <summary>The API says what is to be changed.</summary>
    Refused,
}

internal static class CommandFailures
{
    /// <returns>The failure with the detail of the problem; null for an error of the portal itself.</returns>
    public static (CommandFailure Failure, string? Detail)? Of(Exception e) =>
        (ApiFailures.Of(e), e) switch
        {
            (ApiFailure.Unavailable, _) => (CommandFailure.Unavailable, null),
            (ApiFailure.SignInEnded, _) => (CommandFailure.SignInEnded, null),
            (_, ApiException { Problem: { } problem } refusal) => (FailureOf(refusal), problem.Detail),
            _ => null,
        };

    private static CommandFailure FailureOf(ApiException refusal) =>
        (HttpStatusCode)refusal.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed
            ? CommandFailure.Conflict
            : CommandFailure.Refused;
}
