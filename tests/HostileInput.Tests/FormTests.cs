using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Files of people, which HR systems write and which nobody reads before they are sent.</summary>
[Collection(PlatformCollection.Name)]
public sealed class FormTests
{
    public static TheoryData<Operation> OperationsWithForms =>
        [.. Platform.Running.Operations.Where(o => o.Body is { MediaType: "multipart/form-data" })];

    public static TheoryData<string> Cells =>
        [
            "a\0b",
            "a\u0001b",
            "a\u007fb",
            "a\u0085b",
            "gpj.\u202etxt",
            "a\u2067b",
            "a\u2028b",
            "\"two\nlines\"",
            "=HYPERLINK(1)",
            "@SUM(1)",
            "\ufffd",
            new('x', 300),
            "a\"b",
            "\"a\"b",
        ];

    [Theory, MemberData(nameof(OperationsWithForms), DisableDiscoveryEnumeration = true)]
    public async Task A_form_that_says_something_else_than_the_document_is_refused(Operation operation)
    {
        var scene = operation.Service.Target;
        var trial = await Trial.Of(operation.Service);
        foreach (var (name, content) in Forms.Against(operation.Body!.Value.Schema))
            await trial.Refuses(name, operation.By(scene.InsiderToken, new Samples(scene).Of, content));
        trial.Verdict();
    }

    [Theory, MemberData(nameof(Cells))]
    public async Task A_hostile_cell_is_an_error_of_its_line(string cell)
    {
        var operation = Platform.Running.Operations.Single(o => o.Body is { MediaType: "multipart/form-data" });
        var scene = operation.Service.Target;
        var trial = await Trial.Of(operation.Service);
        var roster = Forms.Roster.Replace("Hal", cell, StringComparison.Ordinal);
        await trial.Answers(
            cell,
            operation.By(scene.InsiderToken, new Samples(scene).Of, Forms.Of(roster)),
            (answer, text) =>
                answer.IsSuccessStatusCode
                && JsonNode.Parse(text)!["errors"] is JsonArray { Count: 1 } errors
                && errors[0]!["line"]!.GetValue<int>() == 2
                    ? null
                    : $"{(int)answer.StatusCode}: {text}"
        );
        trial.Verdict();
    }
}
