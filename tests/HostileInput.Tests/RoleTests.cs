using System.Net;
using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Scenes;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// People with good tokens who ask for what is not theirs: each role alone, from another site, at the ids of others.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class RoleTests
{
    private static readonly string[] OpenToAll = ["engagement PUT /me/working-hours"];

    public static TheoryData<Operation> OperationsClosedToSome =>
        [.. Platform.Running.Operations.Where(o => RolesNotLetIn(o) is not [])];

    public static TheoryData<Operation> OperationsOfStrangers =>
        [.. Platform.Running.Operations.Where(o => RolesOfStrangers(o) is not [])];

    [Fact]
    public void Every_operation_tells_its_roles() =>
        Platform.Running.Operations.Where(o => o.Roles is null or []).Select(o => $"{o}").ShouldBeEmpty();

    /// <summary>
    /// The two theories leave out nothing but what is named here: whatever is open to all and acts for the caller
    /// alone.
    /// </summary>
    [Fact]
    public void Each_operation_is_tried_by_a_role_that_is_not_let_in_or_by_a_stranger() =>
        Platform
            .Running.Operations.Where(o => RolesNotLetIn(o) is [] && RolesOfStrangers(o) is [])
            .Select(o => $"{o}")
            .ShouldBe(OpenToAll, ignoreOrder: true);

    [Theory, MemberData(nameof(OperationsClosedToSome), DisableDiscoveryEnumeration = true)]
    public async Task A_role_that_the_document_does_not_name_is_not_let_in(Operation operation)
    {
        var trial = await Trial.Of(operation.Service);
        foreach (var role in RolesNotLetIn(operation))
            await trial.Refuses(role, Request(operation, role, Scene.EverySite), 403);
        trial.Verdict();
    }

    [Theory, MemberData(nameof(OperationsOfStrangers), DisableDiscoveryEnumeration = true)]
    public async Task A_stranger_in_any_role_reaches_nothing_of_others(Operation operation)
    {
        var scene = operation.Service.Target;
        var trial = await Trial.Of(operation.Service);
        foreach (var role in RolesOfStrangers(operation))
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

    private static string[] RolesNotLetIn(Operation operation) =>
        operation.Roles!.Contains(Roles.Employee) ? [] : [.. Roles.All.Except(operation.Roles!)];

    private static string[] RolesOfStrangers(Operation operation) =>
        [
            .. Roles
                .All.Where(role => operation.Roles!.Contains(role) || operation.Roles!.Contains(Roles.Employee))
                .Where(role => Sights.Of(operation, role) is not Sight.Acts),
        ];

    private static HttpRequestMessage Request(Operation operation, string role, string[] sites)
    {
        var samples = new Samples(operation.Service.Target);
        return operation.By(
            TestTokens.For(operation.Service.Target.Stranger, [role], sites),
            samples.Of,
            operation.GoodBody(samples)
        );
    }
}
