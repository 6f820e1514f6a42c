using System.Net.Http.Headers;
using System.Text;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Puts credentials on requests.</summary>
internal interface IAuthorization
{
    Task Authorize(HttpRequestMessage request, CancellationToken ct);

    /// <summary>After a refusal: whether there will be other credentials for the next attempt.</summary>
    bool Renew();
}

/// <summary>Credentials that never change, or none.</summary>
internal sealed class FixedAuthorization(string? name, string? value) : IAuthorization
{
    public static FixedAuthorization Of(HrisCredentials? credentials) =>
        credentials switch
        {
            null => new(null, null),
            BasicCredentials basic => new(
                "Authorization",
                new AuthenticationHeaderValue("Basic", Encode(basic.UserName, basic.Password)).ToString()
            ),
            HeaderCredentials header => new(header.Name, header.Value),
            _ => throw new ArgumentOutOfRangeException(nameof(credentials)),
        };

    public static string Encode(string user, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    public Task Authorize(HttpRequestMessage request, CancellationToken ct)
    {
        if (name is not null)
            request.Headers.TryAddWithoutValidation(name, value);
        return Task.CompletedTask;
    }

    public bool Renew() => false;
}
