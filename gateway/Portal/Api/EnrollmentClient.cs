using System.Collections.Concurrent;

namespace PeerNetwork.Portal.Api.Enrollment;

public partial class EnrollmentClient
{
    private readonly ConcurrentDictionary<string, string> _programTags = [];

    /// <summary>The version of a program as it was last shown. The generated operations do not return it.</summary>
    public string? ETagOf(ProgramView program) => _programTags.GetValueOrDefault($"{program.Id}");

    partial void ProcessResponse(HttpClient client, HttpResponseMessage response)
    {
        if (
            response is { RequestMessage: { Method.Method: "GET", RequestUri.Segments: [.., "programs/", var id] } }
            && response.Headers.ETag is { } tag
        )
        {
            _programTags[id] = tag.ToString();
        }
    }
}
