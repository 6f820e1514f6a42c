using System.Net;
using PeerNetwork.Portal.SignIn;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PeerNetwork.Portal.Api;

/// <summary>Why the API has not answered as wanted, as far as a user can do something about it.</summary>
public enum ApiFailure
{
    /// <summary>It does not answer, or has failed: trying again may help.</summary>
    Unavailable,
    SignInEnded,
    Forbidden,
    NotFound,
}

internal static class ApiFailures
{
    /// <returns>Null for an error of the portal itself.</returns>
    public static ApiFailure? Of(Exception e) =>
        e switch
        {
            SignInEndedException => ApiFailure.SignInEnded,
            ApiException api => (HttpStatusCode)api.StatusCode switch
            {
                HttpStatusCode.Unauthorized => ApiFailure.SignInEnded,
                HttpStatusCode.Forbidden => ApiFailure.Forbidden,
                HttpStatusCode.NotFound => ApiFailure.NotFound,
                HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError => ApiFailure.Unavailable,
                _ => null,
            },
            HttpRequestException or TimeoutRejectedException or BrokenCircuitException => ApiFailure.Unavailable,
            _ => null,
        };
}
