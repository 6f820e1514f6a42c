using System.Net;
using System.Net.Http.Json;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.People;

public class SearchPeopleTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task People_are_found_by_the_beginnings_of_their_words()
    {
        // Those whose first word begins so are before the others.
        await Become(enrollment.Admin, "bo", "Bo Mentor", "Ada Boss");
        (await Find(enrollment.Admin, "MEN d")).ShouldBe(["Di Mentee"]);
        (await Find(enrollment.Admin, "mentee")).ShouldBe(["Cy Mentee", "Di Mentee", "Ed Mentee", "Gus Mentee"]);
        (await Find(enrollment.Admin, "entee")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_coordinator_finds_the_people_of_the_own_sites()
    {
        await Become(enrollment.Coordinator("CHI"), "m", "Fay Mentor", "Gus Mentee");
        (await Find(enrollment.Coordinator("CHI"), "bo")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Numbers_and_addresses_are_searched_for_coordinators_and_the_people_administration_alone()
    {
        await Become(enrollment.Admin, "E2", "Bo Mentor");
        await Become(enrollment.Coordinator("BER"), "ed@example", "Ed Mentee");
        (await Find(enrollment.Employee("E3"), "E2")).ShouldBeEmpty();
        (await Find(enrollment.Employee("E3"), "example")).ShouldBeEmpty();
        (await Find(enrollment.Employee("E3"), "ed")).ShouldBe(["Ed Mentee"]);
    }

    [Fact]
    public async Task A_new_name_is_found_and_the_former_one_is_not()
    {
        await enrollment.Upload("no,name,mail,site,boss,level,years\nS1,Jörg Altname,,CHI,E6,1,2\n");
        await Become(enrollment.Admin, "joerg", "Jörg Altname");
        await enrollment.Upload("no,name,mail,site,boss,level,years\nS1,Jörg Neuname,,CHI,E6,1,2\n");
        await Become(enrollment.Admin, "neu", "Jörg Neuname");
        (await Find(enrollment.Admin, "alt")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_left_is_last_for_the_administration_not_found_by_colleagues_and_by_no_one_once_erased()
    {
        await enrollment.Upload(
            "no,name,mail,site,boss,level,years\nS2,Zoe Leaver,,CHI,E6,1,2\nS3,Zora Stayer,,CHI,E6,1,2\n"
        );
        await Become(enrollment.Employee("E3"), "zo", "Zoe Leaver", "Zora Stayer");
        var leaver = (await EnrollmentHost.Items(enrollment.Admin, "/people?employeeNumber=S2"))[0].GetProperty("id");
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{leaver}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );
        await Become(enrollment.Admin, "zo", "Zora Stayer", "Zoe Leaver");
        await Become(enrollment.Employee("E3"), "zo", "Zora Stayer");

        using var erased = await enrollment.Admin.PostAsJsonAsync(
            $"/people/{leaver}/erasure",
            new { reason = "personRequest" }
        );
        erased.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Become(enrollment.Admin, "zo", "Zora Stayer");
    }

    [Theory]
    [InlineData("")]
    [InlineData("%20")]
    [InlineData("%2D.%2D")]
    [InlineData("a%20b%20c%20d%20e%20f%20g%20h%20i")]
    public async Task A_query_without_words_or_with_too_many_is_refused(string q)
    {
        using var answer = await enrollment.Admin.GetAsync($"/people/search?q={q}");
        await EnrollmentHost.Refused(answer, HttpStatusCode.UnprocessableEntity);
    }

    /// <summary>The index is as new as the last event that the daemon has seen.</summary>
    private static Task Become(HttpClient client, string q, params string[] names) =>
        Eventually.Passes(async () => (await Find(client, q)).ShouldBe(names));

    private static async Task<string[]> Find(HttpClient client, string q) =>
        [
            .. (await EnrollmentHost.Items(client, $"/people/search?q={Uri.EscapeDataString(q)}")).Select(p =>
                p.GetProperty("name").GetString()!
            ),
        ];
}
