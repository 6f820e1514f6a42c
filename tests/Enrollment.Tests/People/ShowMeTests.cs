using System.Text.Json;

namespace PeerNetwork.Enrollment.Tests.People;

public class ShowMeTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_person_sees_who_they_are_and_that_they_are_an_employee()
    {
        var me = await EnrollmentHost.Get(enrollment.Employee("E3"), "/me");
        var person = me.GetProperty("person");
        person.GetProperty("id").GetGuid().ShouldBe(enrollment.People["E3"]);
        person.GetProperty("timeZone").GetString().ShouldNotBeNullOrEmpty();
        Roles(me).ShouldBe([ServiceDefaults.Roles.Employee]);
    }

    [Fact]
    public async Task An_account_without_a_person_sees_its_roles()
    {
        var me = await EnrollmentHost.Get(enrollment.In(ServiceDefaults.Roles.Overseer), "/me");
        me.GetProperty("person").ValueKind.ShouldBe(JsonValueKind.Null);
        Roles(me).ShouldBe([ServiceDefaults.Roles.Employee, ServiceDefaults.Roles.Overseer], ignoreOrder: true);
    }

    private static IEnumerable<string?> Roles(JsonElement me) =>
        me.GetProperty("roles").EnumerateArray().Select(role => role.GetString());
}
