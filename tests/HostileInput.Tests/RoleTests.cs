using System.Net;
using PeerNetwork.HostileInput.Tests.Attacks;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>Requests with valid tokens for data of others: with each role, from another site.</summary>
[Collection(PlatformCollection.Name)]
public sealed class RoleTests
{
    /// <summary>A signature takes the place of a token. <see cref="TokenTests"/> sends requests without it.</summary>
    private static readonly string[] Anonymous = ["enrollment POST /webhooks/bamboohr/{source}"];

    private static readonly string[] OpenToAllRoles =
    [
        "engagement PUT /me/working-hours",
        "enrollment POST /applications",
        "enrollment PUT /me/consents/{kind}",
        "enrollment POST /notices/mine/read",
        "enrollment PUT /notices/preferences",
        "matching POST /programs/{program}/coffee/join",
        "matching PUT /connections/preferences",
        "matching POST /connections/blocks",
        "matching DELETE /connections/blocks/{person}",
        "matching POST /connections/requests",
    ];

    public static TheoryData<Operation> OperationsWithExcludedRoles =>
        [.. OperationsWithRoles.Where(o => ExcludedRoles(o) is not [])];

    public static TheoryData<Operation> OperationsToTest =>
        [.. OperationsWithRoles.Where(o => RolesToTest(o) is not [])];

    public static TheoryData<Operation> OperationsOfDepartments =>
        [.. OperationsWithRoles.Where(o => RolesOfDepartmentsToTest(o) is not [])];

    public static TheoryData<string> ServiceNames => ["enrollment", "matching", "engagement", "analytics"];

    [Fact]
    public void Every_operation_documents_its_roles() =>
        PlatformFixture.Running.Operations.Where(o => o.Roles is null or []).Select(o => $"{o}").ShouldBe(Anonymous);

    /// <summary>
    /// The two theories cover all operations except those in this list. These are open to all roles and affect only the
    /// caller.
    /// </summary>
    [Fact]
    public void Each_operation_is_tested_with_an_excluded_role_or_a_person_without_access() =>
        OperationsWithRoles
            .Where(o => ExcludedRoles(o) is [] && RolesToTest(o) is [])
            .Select(o => $"{o}")
            .ShouldBe(OpenToAllRoles, ignoreOrder: true);

    [Theory, MemberData(nameof(OperationsWithExcludedRoles), DisableDiscoveryEnumeration = true)]
    public async Task A_role_that_the_document_does_not_list_is_rejected(Operation operation)
    {
        var runner = await AttackRunner.Start(operation.Service);
        foreach (var role in ExcludedRoles(operation))
            await runner.ExpectProblem(role, Request(operation, role, TestData.AllSites), 403);
        runner.ShouldHaveNoFailures();
    }

    [Theory, MemberData(nameof(OperationsToTest), DisableDiscoveryEnumeration = true)]
    public async Task A_person_without_access_gets_no_data_of_others_in_any_role(Operation operation)
    {
        var runner = await AttackRunner.Start(operation.Service);
        foreach (var role in RolesToTest(operation))
            await ExpectAccess(
                runner,
                operation,
                role,
                ExpectedAccess.Of(operation, role),
                Request(operation, role, [TestData.OtherSite])
            );
        runner.ShouldHaveNoFailures();
    }

    [Theory, MemberData(nameof(OperationsOfDepartments), DisableDiscoveryEnumeration = true)]
    public async Task A_role_for_another_department_gets_no_data_of_others(Operation operation)
    {
        var (service, holders) = (operation.Service, new Dictionary<string, Guid>());
        foreach (var role in RolesOfDepartmentsToTest(operation))
            holders[role] = await service.HolderOf(role);
        var (runner, values) = (await AttackRunner.Start(service), new ValidValues(service.Target));
        foreach (var (role, holder) in holders)
            await ExpectAccess(
                runner,
                operation,
                role,
                ExpectedAccess.OfDepartment(operation, role),
                operation.CreateRequest(TestTokens.For(holder, [], []), values.Of, operation.CreateValidBody(values))
            );
        runner.ShouldHaveNoFailures();
    }

    /// <summary>Its account belongs to no person, and its role is no reason to let it in without one.</summary>
    [Theory, MemberData(nameof(ServiceNames))]
    public async Task A_partner_installation_reads_shared_figures_and_nothing_else(string name)
    {
        var service = PlatformFixture.Running.Services.Single(s => s.Name == name);
        var values = new ValidValues(service.Target);
        var token = TestTokens.For("partner", [Roles.PartnerInstallation], []);
        var runner = await AttackRunner.Start(service);
        foreach (var operation in service.Operations.Where(o => o is { Roles: not null, Path: not "/shared-figures" }))
            await runner.ExpectProblem(
                $"{operation}",
                operation.CreateRequest(token, values.Of, operation.CreateValidBody(values)),
                403
            );
        runner.ShouldHaveNoFailures();
    }

    private static Task ExpectAccess(
        AttackRunner runner,
        Operation operation,
        string role,
        Access access,
        HttpRequestMessage request
    ) =>
        runner.ExpectResponse(
            role,
            request,
            (response, text) =>
                access is Access.Denied ? AttackRunner.FindProblemError(response, text)
                : response.StatusCode is not HttpStatusCode.OK
                    ? $"{(int)response.StatusCode} instead of 200: {AttackRunner.Shorten(text)}"
                : text.Contains(TestData.Secret, StringComparison.Ordinal) && access is not Access.AllData
                    ? "contains confidential text"
                : text.Contains($"{operation.Service.Target.AuthorizedPerson}", StringComparison.Ordinal)
                && access is Access.OwnData
                    ? "contains data of another person"
                : null
        );

    private static IEnumerable<Operation> OperationsWithRoles =>
        PlatformFixture.Running.Operations.Where(o => o.Roles is not null);

    private static string[] ExcludedRoles(Operation operation) =>
        operation.Roles!.Contains(Roles.Employee) ? [] : [.. Roles.All.Except(operation.Roles!)];

    private static string[] RolesOfDepartmentsToTest(Operation operation) =>
        [
            .. RolesToTest(operation)
                .Intersect(TestData.RolesWithDepartments)
                .Where(role => ExpectedAccess.OfDepartment(operation, role) is not Access.NotTested),
        ];

    private static string[] RolesToTest(Operation operation) =>
        [
            .. Roles
                .All.Where(role => operation.Roles!.Contains(role) || operation.Roles!.Contains(Roles.Employee))
                .Where(role => ExpectedAccess.Of(operation, role) is not Access.NotTested),
        ];

    private static HttpRequestMessage Request(Operation operation, string role, string[] sites)
    {
        var values = new ValidValues(operation.Service.Target);
        return operation.CreateRequest(
            TestTokens.For(operation.Service.Target.Outsider, [role], sites),
            values.Of,
            operation.CreateValidBody(values)
        );
    }
}
