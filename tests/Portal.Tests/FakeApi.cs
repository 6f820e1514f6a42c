using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace PeerNetwork.Portal.Tests;

/// <summary>Answers of the API, one after the other, and the requests that it got.</summary>
internal sealed class FakeApi(params HttpResponseMessage[] answers) : HttpMessageHandler
{
    private readonly Queue<HttpResponseMessage> _answers = new(answers);

    public List<(string Request, string? Body)> Requests { get; } = [];

    /// <summary>Paths and queries of the requests.</summary>
    public List<string> Addresses { get; } = [];

    /// <summary>The versions for which changes were asked.</summary>
    public List<string> Conditions { get; } = [];

    public HttpClient Client => new(this) { BaseAddress = new("http://gateway.test/") };

    public static HttpResponseMessage Done => new(HttpStatusCode.NoContent);

    public static HttpResponseMessage Json(object body, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = JsonContent.Create(body) };

    public static HttpResponseMessage Problem(HttpStatusCode status, string detail) =>
        new(status)
        {
            Content = JsonContent.Create(
                new
                {
                    type = "conflict",
                    title = "Conflict",
                    status = (int)status,
                    detail,
                    traceId = "1",
                },
                new MediaTypeHeaderValue("application/problem+json")
            ),
        };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var body = request.Content is { } content ? await content.ReadAsStringAsync(cancellationToken) : null;
        Requests.Add(($"{request.Method} {request.RequestUri!.AbsolutePath}", body));
        Addresses.Add(request.RequestUri.PathAndQuery);
        Conditions.AddRange(request.Headers.IfMatch.Select(tag => tag.Tag));
        var answer = _answers.Dequeue();
        answer.RequestMessage = request;
        return answer;
    }
}
