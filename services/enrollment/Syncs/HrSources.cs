using System.Text.Json;
using System.Text.RegularExpressions;
using FluentValidation;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Rosters;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PeerNetwork.Enrollment.Syncs;

/// <summary>An HR system from which people come.</summary>
/// <param name="WebhookKey">Secret. The key with which it signs its webhooks; null where it sends none.</param>
public sealed record HrSource(
    string Name,
    SourceSettings Settings,
    RosterMapping Mapping,
    IHrisConnector Connector,
    string? WebhookKey = null
);

/// <summary>
/// The HR systems of the settings. The connector of each is the keyed service of its name where one is registered, else
/// it is made from its file.
/// </summary>
public sealed partial class HrSources(
    IOptions<SyncSettings> settings,
    IOptions<JsonOptions> json,
    IServiceProvider services
)
{
    private readonly Lazy<Dictionary<string, HrSource>> _sources = new(() =>
        settings.Value.Sources.ToDictionary(s => s.Key, s => Load(s.Key, s.Value, json.Value, services))
    );

    public IReadOnlyCollection<HrSource> All => _sources.Value.Values;

    /// <summary>Null for a source that the settings do not have.</summary>
    public HrSource? Find(string name) => _sources.Value.GetValueOrDefault(name);

    private static HrSource Load(string name, SourceSettings settings, JsonOptions json, IServiceProvider services)
    {
        if (!NamePattern().IsMatch(name))
            throw Wrong(name, "its name must be lower case letters, digits and hyphens, with a letter first");
        if (settings.Interval <= TimeSpan.Zero)
            throw Wrong(name, "Interval must be a time above zero");
        var file = settings.ConnectorFile is { } path ? ReadConnector(name, path) : null;
        var connector =
            services.GetKeyedService<IHrisConnector>(name)
            ?? CreateConnector(
                name,
                file ?? throw Wrong(name, "ConnectorFile is missing"),
                services.GetRequiredService<HrisConnectors>()
            );
        return new(
            name,
            settings,
            ReadMapping(name, settings.MappingFile, json),
            connector,
            (file as BambooHrSettings)?.WebhookKey
        );
    }

    /// <remarks>What is wrong in the file is not repeated: it holds secrets.</remarks>
    private static HrisSourceSettings ReadConnector(string name, string path)
    {
        try
        {
            return HrisSourceSettings.Parse(File.ReadAllText(path));
        }
        catch (HrisException e)
        {
            throw Wrong(name, $"ConnectorFile cannot be used: {e.Message.TrimEnd('.')}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong(name, $"ConnectorFile cannot be read: {e.Message.TrimEnd('.')}");
        }
    }

    private static IHrisConnector CreateConnector(string name, HrisSourceSettings settings, HrisConnectors connectors)
    {
        try
        {
            return connectors.Create(settings);
        }
        catch (HrisException e)
        {
            throw Wrong(name, $"ConnectorFile cannot be used: {e.Message.TrimEnd('.')}");
        }
    }

    private static RosterMapping ReadMapping(string name, string? file, JsonOptions json)
    {
        try
        {
            var mapping =
                JsonSerializer.Deserialize<RosterMapping>(
                    File.ReadAllText(file ?? throw Wrong(name, "MappingFile is missing")),
                    json.SerializerOptions
                ) ?? throw Wrong(name, "MappingFile is empty");
            new RosterMappingValidator().ValidateAndThrow(mapping);
            var columns = mapping.Fields.MappedFields.SelectMany(f => f.Source.Headings);
            if (mapping.Key.FromLine)
                throw Wrong(name, "MappingFile must map employeeNumber: the order of the records has no meaning");
            return columns.FirstOrDefault(c => !WorkerRecords.IsColumn(c)) is { } unknown
                ? throw Wrong(name, $"MappingFile names the column '{unknown}', which records do not have")
                : mapping;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or ValidationException)
        {
            throw Wrong(name, $"MappingFile cannot be used: {e.Message}");
        }
    }

    private static OptionsValidationException Wrong(string name, string problem) =>
        new(nameof(SyncSettings), typeof(SyncSettings), [$"The source Syncs__Sources__{name} is wrong: {problem}."]);

    [GeneratedRegex(@"^[a-z][a-z0-9-]{0,39}\z")]
    private static partial Regex NamePattern();
}
