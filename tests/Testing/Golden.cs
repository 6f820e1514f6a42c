using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Marten;
using PeerNetwork.EventSourcing;
using Shouldly;

namespace PeerNetwork.Testing;

/// <summary>
/// Pins the JSON of what outlives a release: stored events and contracts, in files under <c>Golden/</c> beside the
/// test. A missing file is written and fails the test once, so that its author looks at it and commits it.
/// </summary>
public static class Golden
{
    /// <summary>As the store writes it, but for the sealing, which differs each time.</summary>
    private static readonly JsonSerializerOptions Stored = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    }.WithSharedConverters();

    private static readonly JsonSerializerOptions OnTheWire = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>
    /// Every event that the service stores has a sample whose JSON is as it was, and what was stored can still be read.
    /// </summary>
    /// <param name="addStreams">The service's registration of its streams.</param>
    /// <param name="samples">One event of each type, with every field filled.</param>
    public static void Events(
        Action<StoreOptions> addStreams,
        IEnumerable<object> samples,
        [CallerFilePath] string test = ""
    )
    {
        var names = StoredNames(addStreams);
        var byType = samples.GroupBy(s => s.GetType()).ToDictionary(s => s.Key, s => s.First());
        names.Keys.Except(byType.Keys).ShouldBeEmpty("each stored event needs a sample");
        var files = new Files(test);
        foreach (var (type, name) in names)
            files.MatchStored(byType[type], Path.Combine("Events", name));
        files.ThrowIfNew();
    }

    /// <summary>The same for every replica of the service.</summary>
    /// <param name="samples">One replica of each type, with every field filled.</param>
    public static void Replicas(IReadOnlyCollection<IReplica> samples, [CallerFilePath] string test = "")
    {
        var types = samples
            .SelectMany(s => s.GetType().Assembly.GetTypes())
            .Where(t => t.IsAssignableTo(typeof(IReplica)));
        types.Except(samples.Select(s => s.GetType())).ShouldBeEmpty("each replica needs a sample");
        var files = new Files(test);
        foreach (var sample in samples)
            files.MatchStored(sample, Path.Combine("Replicas", sample.GetType().Name));
        files.ThrowIfNew();
    }

    /// <summary>Every record in the publisher's namespace has a sample whose JSON is as it was.</summary>
    /// <param name="anyOfThem">Any contract of the publisher.</param>
    /// <param name="samples">One contract of each type, with every field filled.</param>
    public static void Contracts(Type anyOfThem, IEnumerable<object> samples, [CallerFilePath] string test = "")
    {
        var byType = samples.GroupBy(s => s.GetType()).ToDictionary(s => s.Key, s => s.First());
        // Parts of contracts, such as a skill with its level, name no version: they never travel alone.
        var contracts = anyOfThem
            .Assembly.GetExportedTypes()
            .Where(t => t.Namespace == anyOfThem.Namespace && t.GetProperty("Version") is not null);
        contracts.Except(byType.Keys).ShouldBeEmpty("each contract needs a sample");
        var files = new Files(test);
        foreach (var (type, sample) in byType)
            files.Match(sample, Path.Combine("Contracts", type.Name), OnTheWire);
        files.ThrowIfNew();
    }

    private static Dictionary<Type, string> StoredNames(Action<StoreOptions> addStreams)
    {
        var options = new StoreOptions();
        var events = ((IReadOnlyStoreOptions)options).Events;
        var own = events.AllKnownEventTypes().Select(t => t.EventType).ToHashSet();
        addStreams(options);
        return events
            .AllKnownEventTypes()
            .Where(t => !own.Contains(t.EventType))
            .ToDictionary(t => t.EventType, t => t.EventTypeName);
    }

    private sealed class Files(string test)
    {
        private readonly List<string> _new = [];

        public string Match(object sample, string name, JsonSerializerOptions options)
        {
            var json = JsonSerializer.Serialize(sample, sample.GetType(), options);
            var file = Path.Combine(Path.GetDirectoryName(test)!, "Golden", $"{name}.json");
            if (!File.Exists(file))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                File.WriteAllText(file, json + "\n");
                _new.Add(file);
            }

            var golden = File.ReadAllText(file);
            JsonNode
                .DeepEquals(JsonNode.Parse(golden), JsonNode.Parse(json))
                .ShouldBeTrue(
                    $"{name} is no longer written as it was. Stored events and contracts change only by optional "
                        + $"fields.\nWas:\n{golden}\nIs:\n{json}"
                );
            return json;
        }

        public void MatchStored(object sample, string name)
        {
            var (type, json) = (sample.GetType(), Match(sample, name, Stored));
            JsonSerializer
                .Serialize(JsonSerializer.Deserialize(json, type, Stored), type, Stored)
                .ShouldBe(json, $"{name} cannot be read as it was stored");
        }

        public void ThrowIfNew() =>
            _new.ShouldBeEmpty("These were missing and have been written: look at them and commit them.");
    }
}
