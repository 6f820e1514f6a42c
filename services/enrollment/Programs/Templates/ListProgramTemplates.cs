using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Programs.Templates;

/// <summary>
/// Lists the templates for programs that come with the platform. A company's own template is a program: its settings
/// can be read and drafted again.
/// </summary>
public static class ListProgramTemplates
{
    private const string Extension = ".yaml";

    /// <summary>The plans of the documents in this folder, by the name of the file.</summary>
    private static readonly IReadOnlyList<(string Code, string Json)> Documents =
    [
        .. from resource in Assembly.GetExecutingAssembly().GetManifestResourceNames()
        where resource.EndsWith(Extension, StringComparison.Ordinal)
        orderby resource
        select (CodeOf(resource), Yaml.ToJson(Read(resource))),
    ];

    /// <param name="Code">Names the template.</param>
    /// <param name="Plan">Settings without sites and days.</param>
    public sealed record ProgramTemplate(string Code, ProgramPlan Plan);

    public static Ok<PageResponse<ProgramTemplate>> Handle(IOptions<JsonOptions> json) =>
        TypedResults.Ok(new PageResponse<ProgramTemplate>([.. All(json.Value.SerializerOptions)], null));

    internal static IEnumerable<ProgramTemplate> All(JsonSerializerOptions json) =>
        Documents.Select(document => new ProgramTemplate(
            document.Code,
            JsonSerializer.Deserialize<ProgramPlan>(document.Json, json)!
        ));

    private static string CodeOf(string resource) => resource[..^Extension.Length].Split('.')[^1];

    private static string Read(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
