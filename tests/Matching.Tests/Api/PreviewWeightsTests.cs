using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using static PeerNetwork.Matching.Tests.MatchingHost;

namespace PeerNetwork.Matching.Tests.Api;

/// <summary>What the pairs of a variant would score by other weights, before a variant is computed with them.</summary>
[Collection(MatchingCollection.Name)]
public class PreviewWeightsTests(MatchingHost matching)
{
    [Fact]
    public async Task The_preview_is_what_a_variant_with_these_weights_gives_to_the_same_pair()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", capacity: 1);
        var mentee = await matching.Join(program, "mentee", skill: "sql");
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);
        var known = await coordinator.GetFromJsonAsync<JsonElement>("/scoring-factors");
        var factors = known.GetProperty("factors").EnumerateArray().Select(f => f.GetProperty("name").GetString()!);
        var weights = factors.ToDictionary(name => name, name => name is "language" ? 1000 : 0);

        var preview = await Preview(coordinator, run, weights);
        await coordinator.PostAsJsonAsync($"/runs/{run}/variants", new { weights });
        await Reaches(coordinator, run, "draft");

        var (before, after) = (await Score(coordinator, run, 1), await Score(coordinator, run, 2));
        after.ShouldNotBe(before);
        preview.GetProperty("pairs").GetInt32().ShouldBe(1);
        preview.GetProperty("meanBefore").GetInt32().ShouldBe(before);
        preview.GetProperty("meanAfter").GetInt32().ShouldBe(after);
        var change = preview.GetProperty(after > before ? "gaining" : "losing").EnumerateArray().Single();
        change.GetProperty("mentee").GetGuid().ShouldBe(mentee.Person);
        change.GetProperty("after").GetInt32().ShouldBe(after);
    }

    [Fact]
    public async Task The_weights_of_the_variant_change_nothing_and_other_sites_see_no_pair()
    {
        var program = await matching.NewProgram("BER", "LIS");
        await matching.Join(program, "mentor", capacity: 1);
        await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);

        var same = await Preview(coordinator, run, []);
        same.GetProperty("meanAfter").GetInt32().ShouldBe(same.GetProperty("meanBefore").GetInt32());
        same.GetProperty("gaining").GetArrayLength().ShouldBe(0);
        same.GetProperty("losing").GetArrayLength().ShouldBe(0);
        var elsewhere = await Preview(matching.Coordinator("LIS"), run, []);
        elsewhere.GetProperty("pairs").GetInt32().ShouldBe(0);
        elsewhere.GetProperty("meanBefore").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Weights_of_what_is_no_factor_are_refused()
    {
        var program = await matching.NewProgram();
        await matching.Join(program, "mentor", capacity: 1);
        await matching.Join(program, "mentee");
        var coordinator = matching.Coordinator();
        var run = await matching.Draft(coordinator, program);

        foreach (
            var weights in new Dictionary<string, int>[]
            {
                new() { ["luck"] = 1 },
                new() { ["values"] = -1 },
            }
        )
            await Problem(
                await coordinator.PostAsJsonAsync($"/runs/{run}/variants/1/preview", new { weights }),
                HttpStatusCode.UnprocessableEntity
            );
        await Problem(
            await coordinator.PostAsJsonAsync(
                $"/runs/{run}/variants/2/preview",
                new { weights = new Dictionary<string, int>() }
            ),
            HttpStatusCode.NotFound
        );
    }

    private static async Task<JsonElement> Preview(HttpClient client, Guid run, Dictionary<string, int> weights)
    {
        var answer = await client.PostAsJsonAsync($"/runs/{run}/variants/1/preview", new { weights });
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<int> Score(HttpClient client, Guid run, int variant) =>
        (await Items(client, $"/runs/{run}/variants/{variant}/proposals"))
            .ShouldHaveSingleItem()
            .GetProperty("score")
            .GetInt32();
}
