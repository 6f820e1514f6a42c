using System.Text.Json;
using System.Text.Json.Nodes;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using Shouldly;

namespace PeerNetwork.Testing;

/// <summary>
/// Checks with a sample of every stored event that an export of personal data has it for each person whom it names.
/// </summary>
/// <param name="mentions">Where the service finds its data on a person.</param>
/// <param name="describe">What the service says of an event for one person.</param>
public sealed class ExportCoverage(PersonalStreamsProjection mentions, Func<object, Guid, PersonalFact?> describe)
{
    /// <summary>The JSON of the store without encryption: personal data keeps its owner.</summary>
    private static readonly JsonSerializerOptions WithOwners = new JsonSerializerOptions(
        JsonSerializerDefaults.Web
    ).WithSharedConverters();

    /// <summary>Events that are never exported, with the reason.</summary>
    public Dictionary<Type, string> NotExported { get; init; } = [];

    /// <summary>Properties that name a person about whom the event says nothing, with the reason.</summary>
    public Dictionary<string, string> NotAbout { get; init; } = [];

    /// <param name="samples">One event of each type, with every field filled.</param>
    /// <param name="people">The ids of people in the samples.</param>
    public void Check(IReadOnlyList<object> samples, params Guid[] people)
    {
        var streams = samples
            .GroupBy(FamilyOf)
            .ToDictionary(
                family => family.Key,
                family =>
                    family.SelectMany(mentions.MentionsIn).Where(m => m.WholeStream).Select(m => m.Person).ToHashSet()
            );
        var checkedPairs = 0;
        foreach (var sample in samples.Where(s => !NotExported.ContainsKey(s.GetType())))
        {
            var json = JsonSerializer.SerializeToNode(sample, sample.GetType(), WithOwners)!;
            Guid[] named = [.. people.Where(person => Names(json, person))];
            foreach (var person in named.Union(streams[FamilyOf(sample)]))
            {
                var found =
                    streams[FamilyOf(sample)].Contains(person)
                    || mentions.MentionsIn(sample).Any(m => m.Person == person);
                found.ShouldBeTrue($"{sample.GetType().Name} is not found for {person}");
                CheckShown(sample, json, person);
                checkedPairs++;
            }
        }

        checkedPairs.ShouldBeGreaterThan(0);
    }

    private void CheckShown(object sample, JsonNode json, Guid person)
    {
        var fact = describe(sample, person);
        fact.ShouldNotBeNull($"{sample.GetType().Name} is not shown to {person}");
        if (fact.Withheld is not null)
            return;
        var shown = PlainPersonalData.ToJson(fact.Data);
        var words = Leaves(shown).ToHashSet();
        foreach (var own in OwnedBy(json, person))
            words.ShouldContain(own, $"{sample.GetType().Name} is shown to {person} without this");
    }

    private bool Names(JsonNode? node, Guid person) =>
        node switch
        {
            JsonObject o => o.Any(p => !NotAbout.ContainsKey(p.Key) && Names(p.Value, person)),
            JsonArray a => a.Any(item => Names(item, person)),
            JsonValue v => v.TryGetValue<string>(out var text) && text == person.ToString(),
            _ => false,
        };

    /// <summary>The texts and numbers that are stored under the key of a person.</summary>
    private static IEnumerable<string> OwnedBy(JsonNode? node, Guid person) =>
        node switch
        {
            JsonObject o when o["owner"] is { } owner => $"{owner}" == $"{person}" ? Leaves(o) : [],
            JsonObject o => o.SelectMany(p => OwnedBy(p.Value, person)),
            JsonArray a => a.SelectMany(item => OwnedBy(item, person)),
            _ => [],
        };

    private static IEnumerable<string> Leaves(JsonNode? node) =>
        node switch
        {
            JsonObject o => o.Where(p => p.Key != "owner").SelectMany(p => Leaves(p.Value)),
            JsonArray a => a.SelectMany(Leaves),
            JsonValue v => [$"{v}"],
            _ => [],
        };

    /// <summary>The record from which all events of a kind of stream derive.</summary>
    private static Type FamilyOf(object sample)
    {
        var type = sample.GetType();
        while (type.BaseType is { } parent && parent != typeof(object))
            type = parent;
        return type;
    }
}
