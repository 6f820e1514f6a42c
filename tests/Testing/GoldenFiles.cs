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
/// Compares the JSON of stored events, replicas and contracts with files under <c>Golden/</c> beside the test. A
/// missing file is written and fails the test once, so that its author reviews and commits it.
/// </summary>
public static class GoldenFiles
{
    /// <summary>The JSON of the store, without encryption, which differs each time.</summary>
    private static readonly JsonSerializerOptions StoredJson = new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    }.WithSharedConverters();

    private static readonly JsonSerializerOptions ContractJson = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>
    /// Asserts that every stored event type has a sample, that its JSON is unchanged, and that it can be read.
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

    /// <summary>Asserts the same for every replica type of the service.</summary>
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

    /// <summary>
    /// Asserts that every contract in the publisher's namespace has a sample, and that its JSON is unchanged.
    /// </summary>
    /// <param name="anyContract">Any contract of the publisher.</param>
    /// <param name="samples">One contract of each type, with every field filled.</param>
    public static void Contracts(Type anyContract, IEnumerable<object> samples, [CallerFilePath] string test = "")
    {
        var byType = samples.GroupBy(s => s.GetType()).ToDictionary(s => s.Key, s => s.First());
        // Parts of contracts, such as a skill with its level, have no version: they are never sent alone.
        var contracts = anyContract
            .Assembly.GetExportedTypes()
            .Where(t => t.Namespace == anyContract.Namespace && t.GetProperty("Version") is not null);
        contracts.Except(byType.Keys).ShouldBeEmpty("each contract needs a sample");
        var files = new Files(test);
        foreach (var (type, sample) in byType)
            files.Match(sample, Path.Combine("Contracts", type.Name), ContractJson);
        files.ThrowIfNew();
    }

    private static Dictionary<Type, string> StoredNames(Action<StoreOptions> addStreams)
    {
        var options = new StoreOptions();
        var events = ((IReadOnlyStoreOptions)options).Events;
        var martenEvents = events.AllKnownEventTypes().Select(t => t.EventType).ToHashSet();
        addStreams(options);
        return events
            .AllKnownEventTypes()
            .Where(t => !martenEvents.Contains(t.EventType))
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
            var (type, json) = (sample.GetType(), Match(sample, name, StoredJson));
            JsonSerializer
                .Serialize(JsonSerializer.Deserialize(json, type, StoredJson), type, StoredJson)
                .ShouldBe(json, $"{name} cannot be read as it was stored");
        }

        public void ThrowIfNew() =>
            _new.ShouldBeEmpty("These files were missing and have been written. Review and commit them.");
    }
}
