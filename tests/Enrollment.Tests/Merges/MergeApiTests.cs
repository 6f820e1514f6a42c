using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Merges;

/// <summary>Two records of one person, from the list of pairs to the next roster.</summary>
public class MergeApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private const string Header = "no,name,mail,site,boss,level,years\n";

    [Fact]
    public async Task A_pair_is_listed_merged_and_separated_again()
    {
        var (old, rehired) = await HireTwice("A1", "A2", "Una Twice");
        (await PairOf(old, rehired)).ShouldBe(["the same mail address", "the same name at the same site"]);
        var preview = await Get($"/people/{old}/merges/preview?duplicate={rehired}&record=duplicate");
        preview.GetProperty("person").GetProperty("employeeNumber").GetString().ShouldBe("A2");
        preview.GetProperty("accounts").GetInt32().ShouldBe(1);
        (await Get($"/people/{old}")).GetProperty("employeeNumber").GetString().ShouldBe("A1", "it was a preview");

        var merge = await Merge(old, rehired, "duplicate");
        (await Get($"/people/{old}")).GetProperty("employeeNumber").GetString().ShouldBe("A2");
        (await Refused(HttpMethod.Get, $"/people/{rehired}", HttpStatusCode.NotFound)).ShouldContain($"{old}");
        (await Numbers("Una")).ShouldBe(["A2"]);
        await Eventually.Passes(async () => (await Search("una twice")).ShouldBe([old]));
        (await Pairs()).ShouldNotContain(p => IdsOf(p).Contains(rehired));
        (await Get($"/people/{old}/merges")).GetProperty("merges")[0].GetProperty("id").GetGuid().ShouldBe(merge);
        (await WhoIs("A1")).ShouldBe(old);
        (await WhoIs("A2")).ShouldBe(old);

        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{old}/merges/{merge}/undo",
                new { reason = "Two sisters." }
            )
        );
        (await Numbers("Una")).ShouldBe(["A1", "A2"], ignoreOrder: true);
        (await Get($"/people/{old}")).GetProperty("employeeNumber").GetString().ShouldBe("A1");
        (await Get($"/people/{rehired}")).GetProperty("active").GetBoolean().ShouldBeTrue();
        (await WhoIs("A1")).ShouldBe(old);
        (await WhoIs("A2")).ShouldBe(rehired);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_reports_to_the_duplicate_in_another_job_reports_to_the_survivor()
    {
        var (old, rehired) = await HireTwice("J1", "J2", "Joy Twice");
        var report = enrollment.People["E3"];
        await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{report}/scheduled-changes",
                new { on = "2020-01-01", otherJobs = new[] { new { department = "Sales", manager = rehired } } }
            )
        );

        await Merge(old, rehired, "survivor");

        var seen = await Get($"/people/{report}");
        seen.GetProperty("otherJobs")[0].GetProperty("manager").GetGuid().ShouldBe(old);
        seen.GetProperty("manager").GetGuid().ShouldBe(enrollment.People["E1"]);
        (
            await enrollment.Services.GetRequiredService<Verification>().Run(TimeSpan.FromMinutes(1), default)
        ).Differences.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("survivor", "B1", "B2")]
    [InlineData("duplicate", "B4", "B3")]
    public async Task The_next_roster_skips_the_other_record_and_changes_nothing(
        string record,
        string speaking,
        string silent
    )
    {
        string[] numbers = [.. new[] { speaking, silent }.Order()];
        var (old, rehired) = await HireTwice(numbers[0], numbers[1], "Ben Twice");
        await Upload($"R{speaking},Rita Report,,BER,{numbers[1]},1,1\n");
        await Merge(old, rehired, record);
        var version = await VersionOf(old);

        var lines =
            $"{Line(numbers[0], "Ben Twice")}{Line(numbers[1], "Ben Twice")}"
            + $"R{speaking},Rita Report,,BER,{silent},1,1\n";
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var report = await Upload(lines);
            report.GetProperty("merged").GetInt32().ShouldBe(1);
            report.GetProperty("unchanged").GetInt32().ShouldBe(2);
            report.GetProperty("errors").GetArrayLength().ShouldBe(0);
            report.GetProperty("added").GetInt32().ShouldBe(0);
        }

        (await VersionOf(old)).ShouldBe(version);
        (await Numbers("Ben", speaking)).ShouldBe([speaking]);
        (await Get($"/people?employeeNumber=R{speaking}"))
            .GetProperty("items")[0]
            .GetProperty("manager")
            .GetGuid()
            .ShouldBe(old);
    }

    [Fact]
    public async Task The_absence_of_a_record_that_does_not_speak_makes_no_one_leave()
    {
        var (old, rehired) = await HireTwice("C1", "C2", "Cora Twice");
        await Merge(old, rehired, "duplicate");
        var mapping = EnrollmentHost.Mapping.Replace(
            "\"subjectIsEmployeeNumber\": true,",
            "\"subjectIsEmployeeNumber\": true, \"absent\": \"leave\",",
            StringComparison.Ordinal
        );
        var all = await EnrollmentHost.Items(enrollment.Admin, "/people?limit=200");
        var report = await enrollment.Upload(Header + Line("C2", "Cora Twice"), mapping, dryRun: true);
        var leaving = report.GetProperty("changes").EnumerateArray().Select(c => c.GetProperty("employeeNumber"));
        leaving.ShouldNotContain(n => n.GetString() == "C1" || n.GetString() == "C2");
        report.GetProperty("left").GetInt32().ShouldBe(all.Count(p => p.GetProperty("active").GetBoolean()) - 1);
    }

    [Fact]
    public async Task What_the_duplicate_has_to_give_up_first_is_said()
    {
        var (old, rehired) = await HireTwice("D1", "D2", "Dora Twice");
        await Refuse(old, old, "another person");
        var role = await EnrollmentHost.Created(
            await enrollment.Admin.PostAsJsonAsync(
                $"/people/{rehired}/roles",
                new
                {
                    role = "ambassador",
                    siteCodes = new[] { "BER" },
                    reason = "Helps.",
                }
            )
        );
        await Refuse(old, rehired, "has roles");
        await EnrollmentHost.Done(
            await enrollment.Admin.PostAsJsonAsync($"/people/{rehired}/roles/{role}/revoke", new { reason = "Moved." })
        );
        var program = await enrollment.Published();
        var application = (
            await EnrollmentHost.Json(await enrollment.Apply("D2", program), HttpStatusCode.Created)
        ).GetProperty("id");
        await Refuse(old, rehired, "open application");
        await EnrollmentHost.Done(
            await enrollment.Employee("D2").PostAsync($"/applications/{application}/withdraw", null)
        );
        await EnrollmentHost.Refused(await PostMerge(Guid.NewGuid(), rehired, "survivor"), HttpStatusCode.NotFound);
        await Merge(old, rehired, "survivor");
        await Refuse(old, rehired, "was merged into");
    }

    [Fact]
    public async Task Of_two_merges_of_one_duplicate_at_once_one_holds()
    {
        var (one, duplicate) = await HireTwice("F1", "F2", "Finn Twice");
        var (other, _) = await HireTwice("F3", "F4", "Finn Again");
        var answers = await Task.WhenAll(
            PostMerge(one, duplicate, "survivor"),
            PostMerge(other, duplicate, "survivor"),
            PostMerge(one, duplicate, "duplicate")
        );
        answers
            .Select(a => a.StatusCode)
            .Order()
            .ShouldBe([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict]);
        var merges = await Task.WhenAll(Get($"/people/{one}/merges"), Get($"/people/{other}/merges"));
        merges.Sum(m => m.GetProperty("merges").GetArrayLength()).ShouldBe(1);
    }

    [Fact]
    public async Task A_merge_beside_an_upload_leaves_no_half_state()
    {
        var (old, rehired) = await HireTwice("G1", "G2", "Gil Twice");
        var changed = $"{Line("G1", "Gil Twice")}{Line("G2", "Gil Twice")}".Replace(
            ",3,3",
            ",4,4",
            StringComparison.Ordinal
        );
        var uploads = Enumerable.Range(0, 4).Select(_ => EnrollmentHost.Send(enrollment.Admin, Header + changed));
        var answers = await Task.WhenAll(uploads.Prepend(PostMerge(old, rehired, "duplicate")));
        answers[0].StatusCode.ShouldBe(HttpStatusCode.Created, await answers[0].Content.ReadAsStringAsync());

        var report = await Upload(changed);
        report.GetProperty("merged").GetInt32().ShouldBe(1);
        report.GetProperty("added").GetInt32().ShouldBe(0);
        (await Numbers("Gil")).ShouldBe(["G2"]);
        (await Get($"/people/{old}")).GetProperty("jobLevel").GetInt32().ShouldBe(4);
    }

    [Fact]
    public async Task A_dismissed_pair_does_not_come_back()
    {
        var (one, other) = await HireTwice("H1", "H2", "Hal Twice");
        (await PairOf(one, other)).ShouldNotBeEmpty();
        foreach (
            var body in (object[])
                [
                    new
                    {
                        person = one,
                        other,
                        reason = "Twins.",
                    },
                    new
                    {
                        person = other,
                        other = one,
                        reason = "Twins.",
                    },
                ]
        )
            await EnrollmentHost.Done(await enrollment.Admin.PostAsJsonAsync("/people/duplicates/dismiss", body));
        (await Pairs()).ShouldNotContain(p => IdsOf(p).Contains(one));
        foreach (
            var body in (object[])
                [
                    new
                    {
                        person = one,
                        other = one,
                        reason = "Twins.",
                    },
                    new
                    {
                        person = one,
                        other = Guid.NewGuid(),
                        reason = "Twins.",
                    },
                ]
        )
            await EnrollmentHost.Refused(
                await enrollment.Admin.PostAsJsonAsync("/people/duplicates/dismiss", body),
                HttpStatusCode.UnprocessableEntity
            );
    }

    [Fact]
    public async Task The_list_is_read_page_by_page()
    {
        foreach (var n in Enumerable.Range(0, 3))
        {
            var (one, other) = await HireTwice($"I{n}a", $"I{n}b", $"Ida {n}");
            await PairOf(one, other);
        }

        var (ids, path) = (new List<Guid>(), "/people/duplicates?limit=2");
        for (string? next = ""; next is not null; )
        {
            var page = await Get(path + (next is "" ? "" : $"&cursor={next}"));
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetGuid()));
            next = page.GetProperty("next").GetString();
        }

        ids.ShouldBe((await Pairs()).Select(p => p.GetProperty("id").GetGuid()));
    }

    [Fact]
    public async Task The_pairs_are_computed_again_only_when_a_person_has_changed()
    {
        var index = enrollment.Services.GetRequiredService<PeopleIndex>();
        await Eventually.Passes(async () =>
            (await index.FindDuplicates(default)).ShouldBeSameAs(await index.FindDuplicates(default))
        );
        var (one, other) = await HireTwice("U1", "U2", "Ruben Double");
        (await PairOf(one, other)).ShouldNotBeEmpty();
    }

    private static string Line(string number, string name) =>
        $"{number},{name},{name.Replace(' ', '.')}@example.com,BER,,3,3\n";

    private async Task<(Guid One, Guid Other)> HireTwice(string one, string other, string name)
    {
        await Upload(Line(one, name) + Line(other, name));
        return (await IdOf(one), await IdOf(other));
    }

    private Task<JsonElement> Upload(string lines) => enrollment.Upload(Header + lines);

    private async Task<Guid> Merge(Guid survivor, Guid duplicate, string record) =>
        await EnrollmentHost.Created(await PostMerge(survivor, duplicate, record));

    private Task<HttpResponseMessage> PostMerge(Guid survivor, Guid duplicate, string record) =>
        enrollment.Admin.PostAsJsonAsync(
            $"/people/{survivor}/merges",
            new
            {
                duplicate,
                record,
                reason = "Hired again.",
            }
        );

    private async Task Refuse(Guid survivor, Guid duplicate, string why) =>
        (
            await EnrollmentHost.Refused(await PostMerge(survivor, duplicate, "survivor"), HttpStatusCode.Conflict)
        ).ShouldContain(why);

    private async Task<string> Refused(HttpMethod method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, path);
        return await EnrollmentHost.Refused(await enrollment.Admin.SendAsync(request), status);
    }

    private async Task<string?[]> PairOf(Guid one, Guid other)
    {
        JsonElement found = default;
        await Eventually.Passes(async () =>
            found = (await Pairs()).Single(p => IdsOf(p).ToHashSet().SetEquals([one, other]))
        );
        return [.. found.GetProperty("reasons").EnumerateArray().Select(r => r.GetString())];
    }

    private Task<IReadOnlyList<JsonElement>> Pairs() =>
        EnrollmentHost.Items(enrollment.Admin, "/people/duplicates?limit=200");

    private static Guid[] IdsOf(JsonElement pair) =>
        [pair.GetProperty("person").GetProperty("id").GetGuid(), pair.GetProperty("other").GetProperty("id").GetGuid()];

    private async Task<Guid[]> Search(string q) =>
        [
            .. (await EnrollmentHost.Items(enrollment.Admin, $"/people/search?q={Uri.EscapeDataString(q)}")).Select(p =>
                p.GetProperty("id").GetGuid()
            ),
        ];

    /// <summary>The employee numbers of the people whose names begin so.</summary>
    private async Task<string?[]> Numbers(string name, string? number = null) =>
        [
            .. (await EnrollmentHost.Items(enrollment.Admin, "/people?limit=200"))
                .Where(p => p.GetProperty("name").GetString()!.StartsWith(name, StringComparison.Ordinal))
                .Select(p => p.GetProperty("employeeNumber").GetString())
                .Where(n => number is null || n == number),
        ];

    /// <summary>The person whom the account of an employee number signs in.</summary>
    private async Task<Guid?> WhoIs(string number)
    {
        await using var scope = enrollment.Services.CreateAsyncScope();
        var holder = await scope
            .ServiceProvider.GetRequiredService<IAccountDirectory>()
            .FindHolder(TestTokens.AccountOf(number), default);
        return holder?.Person;
    }

    private async Task<long> VersionOf(Guid stream)
    {
        await using var scope = enrollment.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<EventStreams>().History(stream, default)).Count;
    }

    private async Task<Guid> IdOf(string number) =>
        (await Get($"/people?employeeNumber={number}")).GetProperty("items")[0].GetProperty("id").GetGuid();

    private Task<JsonElement> Get(string path) => EnrollmentHost.Get(enrollment.Admin, path);
}
