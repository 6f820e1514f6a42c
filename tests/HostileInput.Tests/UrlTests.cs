using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Hostile parameters, headers and methods.</summary>
[Collection(PlatformCollection.Name)]
public sealed class UrlTests
{
    private static readonly string[] Methods =
    [
        "GET",
        "POST",
        "PUT",
        "PATCH",
        "DELETE",
        "OPTIONS",
        "TRACE",
        "PROPFIND",
    ];

    public static TheoryData<Operation> Operations => [.. PlatformFixture.Running.Operations];

    public static TheoryData<Operation> OperationsWithParameters =>
        [.. PlatformFixture.Running.Operations.Where(o => o.Parameters.Any(p => p.In is not "header"))];

    public static TheoryData<Operation> Writes => [.. PlatformFixture.Running.Operations.Where(o => o.Method != "GET")];

    [Theory, MemberData(nameof(OperationsWithParameters), DisableDiscoveryEnumeration = true)]
    public async Task An_invalid_parameter_is_rejected(Operation operation)
    {
        var data = operation.Service.Target;
        var values = new ValidValues(data);
        var runner = await AttackRunner.Start(operation.Service);
        foreach (var parameter in operation.Parameters.Where(p => p.In is not "header"))
        {
            var attacks = UrlAttacks.For(parameter, data, values.Of(parameter));
            foreach (var value in attacks.Where(v => !LegitimateInput.Matches(operation, v)))
                await Try(parameter, value);
            if (parameter is { Required: true, In: "query" })
                await Try(parameter, null);
        }

        runner.ShouldHaveNoFailures();

        Task Try(Parameter parameter, string? value) =>
            runner.ExpectProblem(
                $"{parameter.Name}={value}",
                operation.CreateRequest(
                    data.AuthorizedToken,
                    p => p == parameter ? value : values.Of(p),
                    operation.CreateValidBody(values)
                )
            );
    }

    [Theory, MemberData(nameof(Writes), DisableDiscoveryEnumeration = true)]
    public async Task An_invalid_header_is_rejected(Operation operation)
    {
        var data = operation.Service.Target;
        var values = new ValidValues(data);
        var runner = await AttackRunner.Start(operation.Service);
        foreach (var (header, value) in HeaderAttacks.For(operation))
        {
            var request = operation.CreateRequest(data.AuthorizedToken, values.Of, operation.CreateValidBody(values));
            request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
            await runner.ExpectProblem($"{header}: {value}", request, 400, 412);
        }

        runner.ShouldHaveNoFailures();
    }

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task A_method_that_the_document_does_not_list_is_rejected(Operation operation)
    {
        var data = operation.Service.Target;
        var listed = operation
            .Service.Operations.Where(o => o.Path == operation.Path)
            .Select(o => o.Method)
            .ToHashSet();
        var runner = await AttackRunner.Start(operation.Service);
        foreach (var method in Methods.Except(listed))
        {
            var request = operation.CreateRequest(data.AuthorizedToken, new ValidValues(data).Of);
            request.Method = new(method);
            await runner.ExpectProblem(method, request, 405);
        }

        runner.ShouldHaveNoFailures();
    }
}
