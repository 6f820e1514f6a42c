using System.Text.Json.Nodes;
using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Hostile roster uploads.</summary>
[Collection(PlatformCollection.Name)]
public sealed class FormTests
{
    public static TheoryData<Operation> OperationsWithForms =>
        [.. PlatformFixture.Running.Operations.Where(o => o.Body is { MediaType: "multipart/form-data" })];

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
    public async Task A_form_that_violates_the_document_is_rejected(Operation operation)
    {
        var data = operation.Service.Target;
        var runner = await AttackRunner.Start(operation.Service);
        foreach (var (name, content) in FormAttacks.For(operation.Body!.Value.Schema))
            await runner.ExpectProblem(
                name,
                operation.CreateRequest(data.AuthorizedToken, new ValidValues(data).Of, content)
            );
        runner.ShouldHaveNoFailures();
    }

    [Theory, MemberData(nameof(Cells))]
    public async Task A_hostile_cell_is_reported_as_an_error_of_its_line(string cell)
    {
        var operation = PlatformFixture.Running.Operations.Single(o => o.Body is { MediaType: "multipart/form-data" });
        var data = operation.Service.Target;
        var runner = await AttackRunner.Start(operation.Service);
        var roster = FormAttacks.Roster.Replace("Hal", cell, StringComparison.Ordinal);
        await runner.ExpectResponse(
            cell,
            operation.CreateRequest(data.AuthorizedToken, new ValidValues(data).Of, FormAttacks.Create(roster)),
            (response, text) =>
                response.IsSuccessStatusCode
                && JsonNode.Parse(text)!["errors"] is JsonArray { Count: 1 } errors
                && errors[0]!["line"]!.GetValue<int>() == 2
                    ? null
                    : $"{(int)response.StatusCode}: {text}"
        );
        runner.ShouldHaveNoFailures();
    }
}
