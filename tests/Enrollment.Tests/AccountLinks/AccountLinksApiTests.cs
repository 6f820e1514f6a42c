using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.AccountLinks;

/// <summary>Accounts that HR did not name find their people by the rules of their providers.</summary>
public class AccountLinksApiTests(AccountLinksHost enrollment) : IClassFixture<AccountLinksHost>
{
    // Without a login HR names no account.
    private const string Mapping = """
        {
          "fields": {
            "employeeNumber": { "column": "no" }, "name": { "column": "name" }, "email": { "column": "mail" },
            "site": { "column": "site" }, "subject": { "column": "login" }
          }
        }
        """;

    [Fact]
    public async Task A_verified_address_links_one_account_of_each_provider()
    {
        var person = await Hire("V1", "Val@example.com");
        var company = SignIn("val", ("email", "val@EXAMPLE.com"), ("email_verified", true));
        await Eventually.Passes(async () => (await Ask(company)).ShouldBe(HttpStatusCode.OK));
        var subsidiary = SignIn("val", AccountLinksHost.Subsidiary, ("email", "val@example.com"), Verified);
        (await Ask(subsidiary)).ShouldBe(HttpStatusCode.OK);
        (await Ask(SignIn("val-2", ("email", "val@example.com"), Verified))).ShouldBe(HttpStatusCode.Forbidden);
        // Once linked, the token need not name the address any more.
        (await Ask(SignIn("val"))).ShouldBe(HttpStatusCode.OK);

        var accounts = await Accounts(person);
        accounts
            .Select(a => $"{a.GetProperty("issuer")} {a.GetProperty("rule")}")
            .ShouldBe([$"{TestTokens.Issuer} verifiedEmail", $"{AccountLinksHost.Subsidiary} verifiedEmail"]);
        accounts[0].GetProperty("id").GetGuid().ShouldBe(TestTokens.AccountOf("val"));
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_employee_number_of_the_provider_that_is_trusted_with_it_links()
    {
        var person = await Hire("N1", null);
        (await Ask(SignIn("nia", AccountLinksHost.Subsidiary, ("employee_number", "N1")))).ShouldBe(
            HttpStatusCode.Forbidden
        );
        (await Ask(SignIn("nia", ("employee_number", "N2")))).ShouldBe(HttpStatusCode.Forbidden);
        (await Ask(SignIn("nia", ("employee_number", new[] { "N1", "N2" })))).ShouldBe(HttpStatusCode.Forbidden);
        (await Ask(SignIn("nia", ("employee_number", "N1")))).ShouldBe(HttpStatusCode.OK);
        (await Accounts(person)).ShouldHaveSingleItem().GetProperty("rule").GetString().ShouldBe("employeeNumber");
    }

    [Fact]
    public async Task An_address_that_is_not_verified_or_not_of_one_active_person_links_nothing()
    {
        await Hire("U1", "una@example.com");
        await Hire("U2", "twins@example.com");
        await Hire("U3", "twins@example.com");
        var left = await Hire("U4", "left@example.com");
        await Leave(left);
        await Hire("U5", "found@example.com");
        // Now the index of addresses has all of them.
        var found = SignIn("found", ("email", "found@example.com"), Verified);
        await Eventually.Passes(async () => (await Ask(found)).ShouldBe(HttpStatusCode.OK));

        foreach (
            var claims in ((string, object)[][])
                [
                    [("email", "una@example.com")],
                    [("email", "una@example.com"), ("email_verified", false)],
                    [("email", "una@example.com"), ("email_verified", "perhaps")],
                    [("email", new[] { "una@example.com", "val@example.com" }), Verified],
                    [("email", "twins@example.com"), Verified],
                    [("email", "left@example.com"), Verified],
                    [("email", "una@example"), Verified],
                ]
        )
        {
            using var answer = await SignIn("stranger", claims).GetAsync("/sites");
            (await EnrollmentHost.Refused(answer, HttpStatusCode.Forbidden)).ShouldContain("Ask human resources");
        }

        // The same account, once its address is verified.
        (await Ask(SignIn("stranger", ("email", "una@example.com"), ("email_verified", "true")))).ShouldBe(
            HttpStatusCode.OK
        );
    }

    [Fact]
    public async Task A_former_address_links_nothing()
    {
        var person = await Hire("F1", "fay@former.example");
        await Hire("F1", "fay@present.example");
        var present = SignIn("fay", AccountLinksHost.Subsidiary, ("email", "fay@present.example"), Verified);
        await Eventually.Passes(async () => (await Ask(present)).ShouldBe(HttpStatusCode.OK));
        var former = SignIn("fay-2", ("email", "fay@former.example"), Verified);
        (await Ask(former)).ShouldBe(HttpStatusCode.Forbidden);

        var other = await Hire("F2", "fay@former.example");
        await Eventually.Passes(async () => (await Ask(former)).ShouldBe(HttpStatusCode.OK));
        (await Accounts(other)).ShouldHaveSingleItem();
        (await Accounts(person)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_second_person_with_the_address_prevents_the_link_as_soon_as_they_are_added()
    {
        await Hire("W1", "wim@example.com");
        // The first search puts the person into the index.
        await EnrollmentHost.Get(enrollment.Admin, "/people/search?q=wim");
        await using var connection = new NpgsqlConnection(enrollment.Database);
        await connection.OpenAsync();
        // The index does not go beyond an event whose transaction is open.
        await using var open = await connection.BeginTransactionAsync();
        await using (var number = connection.CreateCommand())
        {
            number.CommandText = "select txid_current(), nextval('enrollment.mt_events_sequence')";
            await number.ExecuteNonQueryAsync();
        }

        await Hire("W2", "wim@example.com");

        (await Ask(SignIn("wim", ("email", "wim@example.com"), Verified))).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Where_HR_names_the_account_no_other_one_of_that_provider_is_linked()
    {
        var person = await Hire("H1", "hal@example.com", "hal");
        (await Ask(SignIn("not-hal", ("employee_number", "H1")))).ShouldBe(HttpStatusCode.Forbidden);
        (await Ask(SignIn("hal"))).ShouldBe(HttpStatusCode.OK);
        var account = (await Accounts(person)).ShouldHaveSingleItem();
        account.GetProperty("rule").ValueKind.ShouldBe(JsonValueKind.Null);
        await EnrollmentHost.Refused(
            await enrollment.Admin.DeleteAsync($"/people/{person}/accounts/{account.GetProperty("id")}"),
            HttpStatusCode.Conflict
        );
    }

    [Fact]
    public async Task Requests_at_the_same_time_link_once()
    {
        var person = await Hire("R1", null);
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => Ask(SignIn($"racer-{i % 2}", ("employee_number", "R1"))))
        );
        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(4, "one of the two accounts won");
        (await Accounts(person)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_account_that_was_unlinked_stays_so()
    {
        var person = await Hire("X1", null);
        var client = SignIn("xen", ("employee_number", "X1"));
        (await Ask(client)).ShouldBe(HttpStatusCode.OK);
        var account = TestTokens.AccountOf("xen");
        await EnrollmentHost.Done(await enrollment.Admin.DeleteAsync($"/people/{person}/accounts/{account}"));
        (await Accounts(person)).ShouldBeEmpty();
        // A service remembers for some seconds whose account it is.
        await Eventually.Passes(async () => (await Ask(client)).ShouldBe(HttpStatusCode.Forbidden));
        await EnrollmentHost.Done(await enrollment.Admin.DeleteAsync($"/people/{person}/accounts/{account}"));
        await EnrollmentHost.Refused(
            await enrollment.Admin.DeleteAsync($"/people/{person}/accounts/{Guid.NewGuid()}"),
            HttpStatusCode.NotFound
        );
    }

    [Fact]
    public async Task An_erasure_frees_the_account_for_the_person_who_comes_back()
    {
        var person = await Hire("E91", null);
        (await Ask(SignIn("eve", ("employee_number", "E91")))).ShouldBe(HttpStatusCode.OK);
        await Leave(person);
        // A service remembers for some seconds whose account it is.
        await Eventually.Passes(async () => (await Ask(SignIn("eve"))).ShouldBe(HttpStatusCode.Forbidden));
        (
            await enrollment.Admin.PostAsJsonAsync($"/people/{person}/erasure", new { reason = "personRequest" })
        ).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        var again = await Hire("E92", null);
        (await Ask(SignIn("eve", ("employee_number", "E92")))).ShouldBe(HttpStatusCode.OK);
        (await Accounts(again)).ShouldHaveSingleItem();
    }

    private static (string, object) Verified => ("email_verified", true);

    private async Task<Guid> Hire(string number, string? email, string? login = null)
    {
        (await enrollment.Upload($"no,name,mail,site,login\n{number},A Name,{email},BER,{login}\n", Mapping))
            .GetProperty("errors")
            .GetArrayLength()
            .ShouldBe(0);
        return (await EnrollmentHost.Items(enrollment.Admin, $"/people?employeeNumber={number}"))
            .Single()
            .GetProperty("id")
            .GetGuid();
    }

    private async Task Leave(Guid person) =>
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{person}/scheduled-changes",
                new { on = "2020-01-01", status = "left" }
            )
        );

    private async Task<IReadOnlyList<JsonElement>> Accounts(Guid person) =>
        [
            .. (await EnrollmentHost.Get(enrollment.Admin, $"/people/{person}/accounts"))
                .GetProperty("accounts")
                .EnumerateArray(),
        ];

    private HttpClient SignIn(string subject, params (string Claim, object Value)[] claims) =>
        SignIn(subject, TestTokens.Issuer, claims);

    private HttpClient SignIn(string subject, string issuer, params (string Claim, object Value)[] claims)
    {
        var client = enrollment.Anonymous;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            TestTokens.Issue(
                subject,
                token =>
                {
                    token.Issuer = issuer;
                    foreach (var (claim, value) in claims)
                        token.Claims[claim] = value;
                }
            )
        );
        return client;
    }

    private static async Task<HttpStatusCode> Ask(HttpClient client)
    {
        using var answer = await client.GetAsync("/sites");
        return answer.StatusCode;
    }
}
