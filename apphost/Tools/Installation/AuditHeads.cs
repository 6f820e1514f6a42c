using System.Text.Json;

namespace PeerNetwork.Tools.Installation;

/// <summary>The heads of all services, as they are kept in a file outside the platform.</summary>
internal sealed class AuditHeads
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Web) { WriteIndented = true };

    private readonly Dictionary<string, AuditHeadState[]> _services;

    private AuditHeads(Dictionary<string, AuditHeadState[]> services) => _services = services;

    public static AuditHeads Of(IEnumerable<(string Service, AuditHeadState[] Heads)> services) =>
        new(services.ToDictionary(s => s.Service, s => s.Heads));

    /// <exception cref="IOException">The file holds no heads.</exception>
    public static async Task<AuditHeads> Read(string file, CancellationToken ct)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            return new(
                (await JsonSerializer.DeserializeAsync<Dictionary<string, AuditHeadState[]>>(stream, Json, ct))!
            );
        }
        catch (JsonException e)
        {
            throw new IOException($"{file} is no file of heads: {e.Message}");
        }
    }

    public async Task Write(string file, CancellationToken ct)
    {
        // A new file replaces the old one at once, so that an interrupted run leaves the old one.
        var next = $"{file}.new";
        await File.WriteAllTextAsync(next, JsonSerializer.Serialize(_services, Json), ct);
        File.Move(next, file, overwrite: true);
    }

    /// <summary>
    /// A sentence for each day that does not end as it did. The last day of a service may have grown since. Sequence
    /// numbers are not compared: an import assigns new ones.
    /// </summary>
    public IReadOnlyList<string> ComparedWith(AuditHeads current) =>
        [
            .. from service in _services
            let heads = current._services.GetValueOrDefault(service.Key, []).ToDictionary(h => h.Day)
            from head in service.Value
            let now = heads.GetValueOrDefault(head.Day)
            let mayHaveGrown = head == service.Value[^1]
            where
                now is null
                || now.LastNumber < head.LastNumber
                || ((!mayHaveGrown || now.LastNumber == head.LastNumber) && now.Link != head.Link)
            select $"{service.Key}: the chain of {head.Day:yyyy-MM-dd} ended with the link {head.Link} of its event "
                + $"{head.LastNumber}, and does not any more.",
        ];
}
