using System.Net;
using System.Net.Http.Json;

namespace PeerNetwork.Portal.Tests.Mentorships;

/// <summary>An API that answers each path alike, and keeps the bodies of what it was sent.</summary>
internal sealed class StubApi : HttpMessageHandler
{
    private readonly Dictionary<string, object> _answers = [];

    public List<string> Sent { get; } = [];

    public HttpClient Client => new(this, disposeHandler: false) { BaseAddress = new("http://gateway.test/") };

    public StubApi Answer(string path, object body)
    {
        _answers[path] = body;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (request.Content is { } content)
        {
            Sent.Add(await content.ReadAsStringAsync(cancellationToken));
            return new(HttpStatusCode.NoContent);
        }

        return _answers.TryGetValue(request.RequestUri!.PathAndQuery, out var answer)
            ? new(HttpStatusCode.OK) { Content = JsonContent.Create(answer) }
            : throw new HttpRequestException($"There is no answer for {request.RequestUri}.");
    }
}
