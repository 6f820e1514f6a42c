namespace PeerNetwork.HostileInput.Tests.Data;

/// <summary>The files of an HR system that sends signed webhooks. It is never read.</summary>
internal sealed class HrSystemFiles
{
    public const string Source = "hr";

    private const string Connector = """
        {
          "type": "bamboohr", "address": "https://company.example.com", "apiKey": "none",
          "webhookKey": "the-key-of-the-webhook"
        }
        """;

    private const string Mapping = """
        { "fields": { "employeeNumber": { "column": "employeeNumber" }, "site": { "column": "site" } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hr");

    public (string Key, string Value)[] Settings =>
        [
            ($"Syncs:Sources:{Source}:ConnectorFile", Write("connector.json", Connector)),
            ($"Syncs:Sources:{Source}:MappingFile", Write("mapping.json", Mapping)),
        ];

    public void Delete() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
