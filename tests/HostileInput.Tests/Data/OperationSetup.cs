using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>The steps that are needed before an operation can succeed on new test data.</summary>
internal static class OperationSetup
{
    private static readonly Dictionary<string, Func<ServiceUnderTest, TestData, Task>> Steps = new()
    {
        ["enrollment POST /programs/{id}/close"] = (s, data) => s.Post(data, $"/programs/{data["programs"]}/publish"),
        ["enrollment POST /applications"] = (s, data) => s.Post(data, $"/applications/{data["applications"]}/withdraw"),
        ["enrollment POST /people/{id}/erasure"] = Leave,
        ["enrollment GET /people/{id}/erasure"] = async (s, data) =>
        {
            await Leave(s, data);
            await s.Post(data, $"/people/{data["people"]}/erasure", new { reason = "personRequest" });
        },
        ["enrollment GET /people/{id}/guest"] = InviteAlumnus,
        ["enrollment PUT /people/{id}/guest/term"] = InviteAlumnus,
        ["enrollment PUT /people/{id}/guest/sponsor"] = InviteAlumnus,
        ["enrollment POST /people/{id}/guest/end"] = InviteAlumnus,
        ["enrollment GET /people/{id}/legal-hold"] = (s, data) =>
            s.Put(data.AuthorizedPerson, $"/people/{data["people"]}/legal-hold", new { reason = "A lawsuit." }),
        ["enrollment DELETE /me/consents/{kind}"] = (s, data) =>
            s.Put(data.AuthorizedPerson, $"/me/consents/{data["consents"]}", new { version = 1, language = "en" }),
        ["matching POST /runs/{id}/proposals"] = (s, data) =>
            s.Post(
                data,
                $"/runs/{data["runs"]}/proposals/{data["proposals"]}/remove",
                new { reason = "Another mentor." }
            ),
        ["matching POST /flash-slots/{id}/cancel"] = (s, data) =>
            s.Post(data, $"/flash-slots/{data["flash-slots"]}/book"),
        ["matching DELETE /connections/blocks/{person}"] = (s, data) =>
            s.Post(data, "/connections/blocks", new { person = data["blocks"] }),
        ["matching POST /runs/{id}/publish"] = (s, data) => s.Post(data, $"/runs/{data["runs"]}/review"),
        ["engagement POST /mentorships/{id}/close"] = RecordAttendance,
        ["engagement POST /mentorships/{id}/sessions/{session}/feedback"] = RecordAttendance,
        ["engagement POST /mentorships/{id}/roadmap/steps/{step}/assessment"] = HoldStep,
        ["engagement POST /mentorships/{id}/feedback"] = async (s, data) =>
        {
            await RecordAttendance(s, data);
            await s.Post(data, $"/mentorships/{data["mentorships"]}/close", new { outcome = "completed" });
        },
        ["engagement POST /mentorships/{id}/agreement/acceptance"] = (s, data) =>
            s.Post(
                Guid.Parse(data["mentee"]!),
                $"/mentorships/{data["mentorships"]}/agreement",
                new
                {
                    goals = "Change careers.",
                    meetingEveryDays = 14,
                    boundaries = "Work alone.",
                    confidentiality = "All of it.",
                    channel = "Video",
                    answerWithinHours = 24,
                }
            ),
    };

    /// <summary>
    /// Operations whose valid request gives a 409, with the reason why no test data is created for its success.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> ExpectedConflicts = new Dictionary<string, string>
    {
        ["enrollment POST /programs/{program}/findings/{id}/resolve"] =
            "A valid body names version 1, which answers no finding. FindingApiTests resolves findings.",
        ["enrollment POST /guests"] = "With all fields it names a person who works here. GuestApiTests invites guests.",
        ["engagement POST /mentorships/{id}/leave"] =
            "The mentorship is between two people. GroupMentorshipTests leaves a group.",
        ["matching POST /runs/{id}/cancel"] = NothingToCancel,
        ["matching POST /runs/{id}/variants/{variant}/cancel"] = NothingToCancel,
        ["matching POST /runs/{id}/resume"] = NothingToResume,
        ["matching POST /runs/{id}/variants/{variant}/resume"] = NothingToResume,
    };

    private const string NothingToCancel =
            "A small run is completed before a request can cancel it. CancelledRunTests cancels a larger run.",
        NothingToResume = "Only a run that was cancelled or has failed can be resumed. CancelledRunTests does it.";

    /// <summary>
    /// An import needs another service, a drop needs a former version, the coordinator view needs a person outside the
    /// pair, and a webhook a signature.
    /// </summary>
    public static bool IsTestedElsewhere(this Operation operation) =>
        operation.Path
            is "/operations/export"
                or "/operations/import"
                or "/operations/projections/versions/{schema}"
                or "/mentorships/{id}/coordinator-view"
                // Needs the mentor of the slot as its caller.
                or "/flash-slots/{id}/withdraw"
                // Needs the person who asked as its caller.
                or "/connections/requests/{id}/withdraw"
                // Needs the guest as its caller.
                or "/people/{id}/guest/agreement/acceptance"
                or "/webhooks/bamboohr/{source}"
        // Needs an HR system in the settings.
        || $"{operation}" == "enrollment POST /syncs";

    /// <summary>Whether the operation neither changes test data nor needs a change of them.</summary>
    public static bool ReadsAsItIs(this Operation operation) =>
        operation.Method == "GET" && !Steps.ContainsKey($"{operation}");

    public static Task SetUp(this Operation operation, TestData data) =>
        Steps.TryGetValue($"{operation}", out var prepare) ? prepare(operation.Service, data) : Task.CompletedTask;

    private static Task<JsonNode?> Leave(ServiceUnderTest service, TestData data) =>
        service.Post(data, $"/people/{data["people"]}/scheduled-changes", new { on = "2020-01-01", status = "left" });

    /// <summary>The colleague leaves and comes back as an alumnus for ten days.</summary>
    private static async Task InviteAlumnus(ServiceUnderTest service, TestData data)
    {
        await Leave(service, data);
        await service.Post(
            data,
            "/guests",
            new
            {
                kind = "alumnus",
                siteCode = "BER",
                sponsor = data["sponsor"],
                lastDay = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(10),
                person = data["people"],
            }
        );
    }

    private static async Task HoldStep(ServiceUnderTest service, TestData data)
    {
        var sessions = $"/mentorships/{data["mentorships"]}/sessions";
        var planned = await service.Post(
            data,
            sessions,
            new
            {
                start = $"{TimeProvider.System.GetUtcNow().AddDays(-3):yyyy-MM-ddTHH:mm}",
                minutes = 30,
                step = data["step"],
            }
        );
        await service.Post(
            data,
            $"{sessions}/{planned!["ids"]![0]}/attendance",
            new { missedBy = Array.Empty<Guid>() }
        );
    }

    private static Task<JsonNode?> RecordAttendance(ServiceUnderTest service, TestData data) =>
        service.Post(
            data,
            $"/mentorships/{data["mentorships"]}/sessions/{data["sessions"]}/attendance",
            new { missedBy = Array.Empty<Guid>() }
        );

    private static Task<JsonNode?> Post(
        this ServiceUnderTest service,
        TestData data,
        string path,
        object? body = null
    ) => service.Post(data.AuthorizedPerson, path, body);
}
