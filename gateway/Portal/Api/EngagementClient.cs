using System.Collections.Concurrent;

namespace PeerNetwork.Portal.Api.Engagement;

public partial class EngagementClient
{
    private readonly ConcurrentDictionary<string, string> _mentorshipTags = [];

    /// <summary>The version of a mentorship as it was last shown. The generated operations do not return it.</summary>
    public string? ETagOf(MentorshipView mentorship) => _mentorshipTags.GetValueOrDefault($"{mentorship.Id}");

    partial void ProcessResponse(HttpClient client, HttpResponseMessage response)
    {
        if (
            response is { RequestMessage: { Method.Method: "GET", RequestUri.Segments: [.., "mentorships/", var id] } }
            && response.Headers.ETag is { } tag
        )
        {
            _mentorshipTags[id] = tag.ToString();
        }
    }
}
