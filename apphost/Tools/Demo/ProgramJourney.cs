using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace PeerNetwork.Tools.Demo;

/// <summary>How a coordinator designs a program: from a template, and later by its file.</summary>
internal sealed class ProgramJourney(Session coordinator, ProgressReporter progress)
{
    private const string Template = "career-change";

    /// <returns>A draft with the settings of a template.</returns>
    public Task<Guid> DraftFromTemplate(string name, IEnumerable<string> sites, CancellationToken ct) =>
        progress.Do(
            "A coordinator drafts a program from a template",
            async () =>
            {
                var templates = await coordinator.All<ProgramTemplate>("enrollment/programs/templates", ct);
                var plan =
                    templates.FirstOrDefault(template => template.Code == Template)?.Plan
                    ?? throw new DemoFailedException($"There is no template {Template}.");
                plan["name"] = name;
                plan["siteCodes"] = new JsonArray([.. sites.Select(site => (JsonNode)site)]);
                return await coordinator.Create("enrollment/programs", plan, ct);
            }
        );

    /// <summary>The settings are the same afterwards, and both changes stand in the history.</summary>
    /// <returns>How many versions there are.</returns>
    public Task<int> ChangeByFileAndRestore(Guid program, CancellationToken ct) =>
        progress.Do(
            "A coordinator changes the program by its file, and takes that back",
            async () =>
            {
                var path = $"enrollment/programs/{program}";
                var before = await ReadFile(path, ct);
                var file = before.Replace("meetingEveryDays: 14", "meetingEveryDays: 7", StringComparison.Ordinal);
                var preview = await coordinator.Post<Preview>($"{path}/preview", Yaml(file), ct);
                if (preview.Changes is not [{ Field: "meetingEveryDays" }])
                    throw new DemoFailedException($"The file would change {preview.Changes.Count} settings, not one.");
                var published = (await Versions(path, ct))[0].Version;
                await coordinator.Put(path, Yaml(file), ct, "Weekly meetings");
                await coordinator.Post($"{path}/versions/{published}/restore", null, ct, "Too often");

                if (
                    await Versions(path, ct)
                    is not [{ Reason: "Too often" }, { Reason: "Weekly meetings" }, ..] versions
                )
                    throw new DemoFailedException("The history does not tell why the program changed.");
                var again = await coordinator.Post<Preview>($"{path}/preview", Yaml(before), ct);
                return again.Changes is []
                    ? versions.Count
                    : throw new DemoFailedException("The restored program differs from what it was.");
            }
        );

    /// <summary>Those who wait are looked for a minute after a place is free.</summary>
    public Task<bool> RefillWithinAMinute(Guid program, CancellationToken ct) =>
        progress.Do(
            "A coordinator shortens the wait after a decline to a minute",
            async () =>
            {
                var path = $"enrollment/programs/{program}";
                var file = (await ReadFile(path, ct)).Replace(
                    "refillWithinMinutes: 60",
                    "refillWithinMinutes: 1",
                    StringComparison.Ordinal
                );
                await coordinator.Put(path, Yaml(file), ct, "An hour is too long");
                return (await Versions(path, ct))[0].Reason == "An hour is too long"
                    ? true
                    : throw new DemoFailedException("The program still makes those who wait wait for an hour.");
            }
        );

    private async Task<string> ReadFile(string program, CancellationToken ct)
    {
        using var reader = new StreamReader(await coordinator.Download($"{program}/file", ct));
        return await reader.ReadToEndAsync(ct);
    }

    private Task<List<ProgramVersion>> Versions(string program, CancellationToken ct) =>
        coordinator.All<ProgramVersion>($"{program}/versions", ct);

    private static StringContent Yaml(string file) =>
        new(file, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));

    private sealed record ProgramTemplate(string Code, JsonObject Plan);

    private sealed record Preview(IReadOnlyList<PlanChange> Changes);

    private sealed record PlanChange(string Field);

    private sealed record ProgramVersion(long Version, string? Reason);
}
