using System.Net;
using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Scenes;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>People with good tokens who ask for what is not theirs: each role alone, from another site, at the ids of others.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RoleTests
{
    public static TheoryData<Operation> Operations => [.. Platform.Running.Operations];

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task A_role_that_the_document_does_not_name_is_not_let_in(Operation operation)
    {
        operation.Roles.ShouldNotBeNull("every operation of a service tells its roles");
        var others = operation.Roles.Contains(Roles.Employee) ? [] : Roles.All.Except(operation.Roles).ToArray();
        if (others is [])
            return;
        var trial = await Trial.Of(operation.Service);
        foreach (var role in others)
            await trial.Refuses(role, Request(operation, role, Scene.EverySite), 403);
        trial.Verdict();
    }

    [Theory, MemberData(nameof(Operations), DisableDiscoveryEnumeration = true)]
    public async Task A_stranger_in_any_role_reaches_nothing_of_others(Operation operation)
    {
        var (letIn, scene) = (operation.Roles!, operation.Service.Target);
        var roles = Roles
            .All.Where(role => letIn.Contains(role) || letIn.Contains(Roles.Employee))
            .Where(role => Sights.Of(operation, role) is not Sight.Acts)
            .ToArray();
        if (roles is [])
            return;
        var trial = await Trial.Of(operation.Service);
        foreach (var role in roles)
        {
            var sight = Sights.Of(operation, role);
            await trial.Answers(
                role,
                Request(operation, role, [Scene.OtherSite]),
                (answer, text) =>
                    sight is Sight.Nothing ? Trial.ComplaintAbout(answer, text)
                    : answer.StatusCode is not HttpStatusCode.OK
                        ? $"{(int)answer.StatusCode} instead of 200: {Trial.Short(text)}"
                    : text.Contains(Scene.Secret, StringComparison.Ordinal) && sight is not Sight.Everything
                        ? "tells what is between others"
                    : text.Contains($"{scene.Insider}", StringComparison.Ordinal) && sight is Sight.Own
                        ? "tells of another person"
                    : null
            );
        }

        trial.Verdict();
    }

    private static HttpRequestMessage Request(Operation operation, string role, string[] sites)
    {
        var samples = new Samples(operation.Service.Target);
        return operation.By(
            TestTokens.For(Guid.CreateVersion7(), [role], sites),
            samples.Of,
            operation.GoodBody(samples)
        );
    }
}
