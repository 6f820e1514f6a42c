namespace PeerNetwork.Portal.Api;

/// <summary>An answer of the API that is no success. The generated clients throw it.</summary>
public class ApiException(
    string message,
    int statusCode,
    string? response,
    IReadOnlyDictionary<string, IEnumerable<string>> headers,
    Exception? innerException
) : Exception(message, innerException)
{
    public int StatusCode => statusCode;

    public string? Response => response;

    public IReadOnlyDictionary<string, IEnumerable<string>> Headers => headers;

    /// <summary>Null where the answer is none.</summary>
    public virtual IProblem? Problem => null;
}

/// <inheritdoc />
public sealed class ApiException<TResult>(
    string message,
    int statusCode,
    string? response,
    IReadOnlyDictionary<string, IEnumerable<string>> headers,
    TResult result,
    Exception? innerException
) : ApiException(message, statusCode, response, headers, innerException)
{
    public TResult Result => result;

    public override IProblem? Problem => Result as IProblem;
}
