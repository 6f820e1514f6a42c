using System.Net;
using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Scenes;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>What is well said has to get through, else the refusals of the other tests would prove nothing.</summary>
[Collection(PlatformCollection.Name)]
public sealed class WelcomeTests
{
    private const string RightToLeft = "مرحبا שלום ‏ 👩‍👩‍👧 e\u0301";

    /// <summary>A service that consumes nothing has no queue of dead letters to name.</summary>
    public static TheoryData<Operation> Operations =>
        [
            .. Platform.Running.Operations.Where(o =>
                o.Parameters.All(p => p.Kind is not "dead-letters" || o.Service.Target[p.Kind] is not null)
                && !o.HasTestsOfItsOwn()
            ),
        ];

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task A_good_request_is_understood_in_any_script(Operation operation)
    {
        foreach (var text in (string[])["text", RightToLeft])
            await GoodRequest(operation, text);
    }

    [
        Theory,
        MemberData(
            nameof(BodyTests.OperationsWithJson),
            MemberType = typeof(BodyTests),
            DisableDiscoveryEnumeration = true
        )
    ]
    public async Task What_only_looks_hostile_is_understood(Operation operation)
    {
        var wishes = WishesIn(operation.Service.Target).Select(w => $"{w}").ToArray();
        // What one wish used up, the next would miss.
        var usesUp = operation.Parameters.Any(p => p.In is "path");
        var scene = await operation.Service.NewScene();
        for (var i = 0; i < wishes.Length; scene = usesUp ? await operation.Service.NewScene() : scene, i++)
        {
            await operation.Prepare(scene);
            var body = WishesIn(scene).First(w => $"{w}" == wishes[i]);
            using var request = operation.By(scene.InsiderToken, new Samples(scene).Of, body.Content());
            await Understood(operation, request);
        }

        IEnumerable<HostileBody> WishesIn(Scene of) =>
            Bodies.Against(operation.Body!.Value.Schema, of).Where(b => Harmless.Is(operation, b));
    }

    /// <summary>Makes it of a scene of its own, with this text where people write what they like.</summary>
    internal static async Task GoodRequest(Operation operation, string text)
    {
        var scene = await operation.Service.NewScene();
        await operation.Prepare(scene);
        var samples = new Samples(scene, text);
        using var request = operation.By(scene.InsiderToken, samples.Of, operation.GoodBody(samples));
        await Understood(operation, request);
    }

    [Fact]
    public void A_conflict_is_expected_only_of_operations_that_there_are() =>
        Preparations.Conflicts.Keys.ShouldBeSubsetOf(Platform.Running.Operations.Select(o => $"{o}"));

    /// <summary>
    /// Carried out; or, where the list of conflicts says why, refused for the present state, after all else was found
    /// good.
    /// </summary>
    private static async Task Understood(Operation operation, HttpRequestMessage request)
    {
        using var answer = await operation.Service.Client.SendAsync(request);
        var text = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}";
        if (Preparations.Conflicts.TryGetValue($"{operation}", out var reason))
            answer.StatusCode.ShouldBe(HttpStatusCode.Conflict, $"take it off the list ({reason}): {text}");
        else
            answer.IsSuccessStatusCode.ShouldBeTrue(text);
    }
}
