using System.Net.Http.Headers;
using System.Text;

namespace PeerNetwork.LocalServers;

/// <summary>Requests to RabbitMQ's management API.</summary>
public static class RabbitMqManagement
{
    /// <param name="management">http://user:password@host:port/</param>
    public static HttpRequestMessage Request(HttpMethod method, Uri management, string path)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(management.UserInfo)));
        return new(method, new Uri(new UriBuilder(management) { UserName = "", Password = "" }.Uri, path))
        {
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", credentials) },
        };
    }
}
