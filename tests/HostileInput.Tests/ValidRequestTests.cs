using System.Net;
using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Data;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Valid requests must succeed. Otherwise the rejections in the other tests would prove nothing.</summary>
[Collection(PlatformCollection.Name)]
public sealed class ValidRequestTests
{
    private const string RightToLeft = "مرحبا שלום ‏ 👩‍👩‍👧 e\u0301";

    /// <summary>A service without consumers has no queue of dead letters.</summary>
    public static TheoryData<Operation> Operations =>
        [
            .. PlatformFixture.Running.Operations.Where(o =>
                o.Parameters.All(p => p.Kind is not "dead-letters" || o.Service.Target[p.Kind] is not null)
                && !o.IsTestedElsewhere()
            ),
        ];

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public Task A_valid_request_succeeds_in_any_script(Operation operation) => SendValidRequest(operation, RightToLeft);

    public static TheoryData<Operation> OperationsWithJson =>
        [
            .. PlatformFixture.Running.Operations.Where(o =>
                o.Body is { MediaType: HostileBody.Json } && !o.IsTestedElsewhere()
            ),
        ];

    [Theory, MemberData(nameof(OperationsWithJson), DisableDiscoveryEnumeration = true)]
    public async Task Legitimate_input_that_looks_hostile_is_accepted(Operation operation)
    {
        var bodies = LegitimateBodies(operation.Service.Target).Select(w => $"{w}").ToArray();
        // A request may use up its test data, so the next request needs new data.
        var usesUp =
            operation.Parameters.Any(p => p.In is "path")
            || $"{operation}"
                is "enrollment POST /delegations"
                    or "matching POST /flash-slots"
                    or "matching POST /connections/requests";
        var data = await operation.Service.CreateTestData();
        for (var i = 0; i < bodies.Length; data = usesUp ? await operation.Service.CreateTestData() : data, i++)
        {
            await operation.SetUp(data);
            var body = LegitimateBodies(data).First(w => $"{w}" == bodies[i]);
            using var request = operation.CreateRequest(data.AuthorizedToken, new ValidValues(data).Of, body.Content());
            await ShouldSucceed(operation, request);
        }

        IEnumerable<HostileBody> LegitimateBodies(TestData testData) =>
            BodyAttacks.For(operation.Body!.Value.Schema, testData).Where(b => LegitimateInput.Matches(operation, b));
    }

    /// <summary>Sends a valid request with this text in free text fields. A write gets test data of its own.</summary>
    internal static async Task SendValidRequest(Operation operation, string text)
    {
        var data = operation.ReadsAsItIs() ? operation.Service.Target : await operation.Service.CreateTestData();
        await operation.SetUp(data);
        var values = new ValidValues(data, text);
        using var request = operation.CreateRequest(data.AuthorizedToken, values.Of, operation.CreateValidBody(values));
        await ShouldSucceed(operation, request);
    }

    [Fact]
    public void Conflicts_are_expected_only_of_existing_operations() =>
        OperationSetup.ExpectedConflicts.Keys.ShouldBeSubsetOf(PlatformFixture.Running.Operations.Select(o => $"{o}"));

    /// <summary>
    /// Asserts that the request succeeds, or that it gives the conflict that is expected for the operation.
    /// </summary>
    private static async Task ShouldSucceed(Operation operation, HttpRequestMessage request)
    {
        using var response = await operation.Service.Client.SendAsync(request);
        var text = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
        if (OperationSetup.ExpectedConflicts.TryGetValue($"{operation}", out var reason))
            response.StatusCode.ShouldBe(HttpStatusCode.Conflict, $"remove it from the list ({reason}): {text}");
        else
            response.IsSuccessStatusCode.ShouldBeTrue(text);
    }
}
