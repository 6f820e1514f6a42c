using PeerNetwork.HostileInput.Tests.Attacks;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Addresses, headers and methods that no link of ours leads to.</summary>
[Collection(PlatformCollection.Name)]
public sealed class AddressTests
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

    public static TheoryData<Operation> Operations => [.. Platform.Running.Operations];

    public static TheoryData<Operation> OperationsWithParameters =>
        [.. Platform.Running.Operations.Where(o => o.Parameters.Any(p => p.In is not "header"))];

    public static TheoryData<Operation> Writes => [.. Platform.Running.Operations.Where(o => o.Method != "GET")];

    [Theory, MemberData(nameof(OperationsWithParameters), DisableDiscoveryEnumeration = true)]
    public async Task A_parameter_that_leads_nowhere_is_refused(Operation operation)
    {
        var scene = operation.Service.Target;
        var samples = new Samples(scene);
        var trial = await Trial.Of(operation.Service);
        foreach (var parameter in operation.Parameters.Where(p => p.In is not "header"))
        {
            foreach (var value in Addresses.Against(parameter, scene, samples.Of(parameter)))
                await Try(parameter, value);
            if (parameter is { Required: true, In: "query" })
                await Try(parameter, null);
        }

        trial.Verdict();

        Task Try(Parameter parameter, string? value) =>
            trial.Refuses(
                $"{parameter.Name}={value}",
                operation.By(
                    scene.InsiderToken,
                    p => p == parameter ? value : samples.Of(p),
                    operation.GoodBody(samples)
                )
            );
    }

    [Theory, MemberData(nameof(Writes), DisableDiscoveryEnumeration = true)]
    public async Task A_header_that_means_nothing_is_refused(Operation operation)
    {
        var scene = operation.Service.Target;
        var samples = new Samples(scene);
        var trial = await Trial.Of(operation.Service);
        foreach (var (header, value) in Headers.Against(operation))
        {
            var request = operation.By(scene.InsiderToken, samples.Of, operation.GoodBody(samples));
            request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();
            await trial.Refuses($"{header}: {value}", request, 400, 412);
        }

        trial.Verdict();
    }

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task A_method_that_the_document_does_not_list_is_refused(Operation operation)
    {
        var scene = operation.Service.Target;
        var listed = operation
            .Service.Operations.Where(o => o.Path == operation.Path)
            .Select(o => o.Method)
            .ToHashSet();
        var trial = await Trial.Of(operation.Service);
        foreach (var method in Methods.Except(listed))
        {
            var request = operation.By(scene.InsiderToken, new Samples(scene).Of);
            request.Method = new(method);
            await trial.Refuses(method, request, 405);
        }

        trial.Verdict();
    }
}
