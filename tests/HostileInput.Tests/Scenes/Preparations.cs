using System.Text.Json.Nodes;

namespace PeerNetwork.HostileInput.Tests.Scenes;

/// <summary>
/// What has to be done in a new scene before an operation can succeed, where the scene alone does not allow it.
/// </summary>
internal static class Preparations
{
    private static readonly Dictionary<string, Func<Service, Scene, Task>> Listed = new()
    {
        ["enrollment POST /programs/{id}/close"] = (s, scene) => s.Do(scene, $"/programs/{scene["programs"]}/publish"),
        ["enrollment POST /applications"] = (s, scene) =>
            s.Do(scene, $"/applications/{scene["applications"]}/withdraw"),
        ["matching POST /runs/{id}/proposals"] = (s, scene) =>
            s.Do(
                scene,
                $"/runs/{scene["runs"]}/proposals/{scene["proposals"]}/remove",
                new { reason = "Another mentor." }
            ),
        ["matching POST /runs/{id}/publish"] = (s, scene) => s.Do(scene, $"/runs/{scene["runs"]}/review"),
        ["engagement POST /mentorships/{id}/close"] = Meet,
        ["engagement POST /mentorships/{id}/sessions/{session}/feedback"] = Meet,
        ["engagement POST /mentorships/{id}/feedback"] = async (s, scene) =>
        {
            await Meet(s, scene);
            await s.Do(scene, $"/mentorships/{scene["mentorships"]}/close", new { outcome = "completed" });
        },
        ["engagement POST /mentorships/{id}/agreement/acceptance"] = (s, scene) =>
            s.Post(
                Guid.Parse(scene["mentee"]!),
                $"/mentorships/{scene["mentorships"]}/agreement",
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
    /// Operations whose good request is answered with a 409, and why no scene is made in which it succeeds.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, string> Conflicts = new Dictionary<string, string>
    {
        ["matching POST /runs/{id}/cancel"] = NothingToCancel,
        ["matching POST /runs/{id}/variants/{variant}/cancel"] = NothingToCancel,
        ["matching POST /runs/{id}/resume"] = NothingToResume,
        ["matching POST /runs/{id}/variants/{variant}/resume"] = NothingToResume,
    };

    private const string NothingToCancel =
            "A run of a few people is computed before a request can cancel it; CancelledRunTests cancels a run of 1,000.",
        NothingToResume = "Only a run that was cancelled or has failed is resumed; CancelledRunTests does it.";

    /// <summary>
    /// A move needs another service, a drop a former version, the view of a coordinator somebody outside the pair.
    /// </summary>
    public static bool HasTestsOfItsOwn(this Operation operation) =>
        operation.Path
            is "/operations/export"
                or "/operations/import"
                or "/operations/projections/versions/{schema}"
                or "/mentorships/{id}/coordinator-view";

    public static Task Prepare(this Operation operation, Scene scene) =>
        Listed.TryGetValue($"{operation}", out var prepare) ? prepare(operation.Service, scene) : Task.CompletedTask;

    private static Task<JsonNode?> Meet(Service service, Scene scene) =>
        service.Do(
            scene,
            $"/mentorships/{scene["mentorships"]}/sessions/{scene["sessions"]}/attendance",
            new { attendance = "held" }
        );

    private static Task<JsonNode?> Do(this Service service, Scene scene, string path, object? body = null) =>
        service.Post(scene.Insider, path, body);
}
