using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

[Collection(MatchingCollection.Name)]
public class RunFiguresTests(MatchingHost matching)
{
    [Fact]
    public async Task Who_verifies_a_run_reads_its_figures_and_names_no_participant()
    {
        var (program, coordinator) = (await matching.NewProgram(), matching.Coordinator());
        var mentor = await matching.Join(program, "mentor", 1);
        var mentee = await matching.Join(program, "mentee");
        await matching.Join(program, "mentee");
        var run = await matching.Draft(
            coordinator,
            program,
            new
            {
                program,
                fairness = new { groupBy = "site", maxRateGap = 50 },
                variants = new object[] { new { name = "One each", capacity = new { maxPerMentor = 1 } } },
            }
        );

        var answer = await Overseer().GetStringAsync($"/runs/{run}/figures");

        var figures = JsonDocument.Parse(answer).RootElement;
        figures.GetProperty("state").GetString().ShouldBe("draft");
        figures.GetProperty("mentees").GetInt32().ShouldBe(2);
        var variants = figures.GetProperty("variants").EnumerateArray().ToArray();
        variants.Select(v => v.GetProperty("matched").GetInt32()).ShouldBe([1, 1]);
        variants[0].GetProperty("bounds").GetProperty("maxRateGap").GetInt32().ShouldBe(50);
        variants[0].GetProperty("fairness").GetProperty("met").GetBoolean().ShouldBeTrue();
        variants[1].GetProperty("name").GetString().ShouldBe("One each");
        answer.ShouldNotContain($"{mentor.Person}");
        answer.ShouldNotContain($"{mentee.Person}");
        await Problem(await Overseer("TYO").GetAsync($"/runs/{run}/figures"), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_newest_run_comes_first_with_its_figures()
    {
        var (program, coordinator) = (await matching.NewProgram(), matching.Coordinator());
        await matching.Join(program, "mentor", 1);
        await matching.Join(program, "mentee");
        await matching.Join(program, "mentee");
        var plain = await matching.Draft(coordinator, program);
        var fair = await matching.Draft(
            coordinator,
            program,
            new { program, fairness = new { groupBy = "site", maxRateGap = 50 } }
        );

        await Eventually.Passes(async () =>
        {
            var runs = await Items(Overseer(), $"/runs?program={program}");
            runs.Select(r => r.GetProperty("id").GetGuid()).ShouldBe([fair, plain]);
            runs.Select(r => r.GetProperty("matched").GetInt32()).ShouldBe([1, 1]);
            runs.Select(r => r.GetProperty("unmatched").GetInt32()).ShouldBe([1, 1]);
            runs[0].GetProperty("boundsMet").GetBoolean().ShouldBeTrue();
            runs[1].GetProperty("boundsMet").ValueKind.ShouldBe(JsonValueKind.Null);
        });
        var page = await Overseer().GetFromJsonAsync<JsonElement>($"/runs?program={program}&limit=1");
        var next = await Overseer()
            .GetFromJsonAsync<JsonElement>($"/runs?program={program}&cursor={page.GetProperty("next").GetString()}");
        next.GetProperty("items").EnumerateArray().ShouldHaveSingleItem().GetProperty("id").GetGuid().ShouldBe(plain);
    }

    private HttpClient Overseer(string site = "*") => matching.As(Guid.CreateVersion7(), [Roles.Overseer], [site]);
}
