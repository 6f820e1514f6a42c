using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Indicators;

public sealed class RebuildTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly string[] AllTables =
    [
        "sites",
        "people",
        "person_versions",
        "staff_changes",
        "programs",
        "applications",
        "matches",
        "mentorships",
        "departures",
        "goals",
        "sessions",
        "check_ins",
        "feedback",
    ];

    [Fact]
    public async Task Tables_that_were_lost_are_rebuilt_row_for_row()
    {
        await Streams.Keep(analytics, TestData.All);
        var live = await Rows();
        live.Values.ShouldAllBe(rows => rows.Length > 0);
        await Delete();

        foreach (var projection in analytics.Services.GetRequiredService<ProjectionRebuild>().All)
        {
            var answer = await analytics
                .As(Guid.NewGuid(), Roles.Overseer)
                .PostAsync($"/operations/projections/{projection.Name}/rebuild", null);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            (await answer.Content.ReadFromJsonAsync<JsonElement>())
                .GetProperty("position")
                .GetInt64()
                .ShouldBeGreaterThanOrEqualTo(TestData.All.Count);
        }

        (await Rows()).ShouldBe(live);
    }

    [Theory]
    [InlineData(Roles.Sponsor)]
    [InlineData(Roles.Coordinator)]
    public async Task Only_an_overseer_rebuilds(string role) =>
        (
            await analytics.As(Guid.NewGuid(), role).PostAsync("/operations/projections/mentoring/rebuild", null)
        ).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

    [Fact]
    public async Task An_overseer_sees_every_shard_follow_and_a_wrong_name_is_answered_with_the_right_ones()
    {
        var overseer = analytics.As(Guid.NewGuid(), Roles.Overseer);
        await Eventually.Passes(async () =>
        {
            var all = await overseer.GetFromJsonAsync<JsonElement>("/operations/shards");
            all.EnumerateArray()
                .Select(s => (s.GetProperty("name").GetString(), s.GetProperty("state").GetString()))
                .ShouldBe([
                    ("audit_chain:All", "running"),
                    ("audit_trail:All", "running"),
                    ("directory:All", "running"),
                    ("matches:All", "running"),
                    ("mentoring:V2:All", "running"),
                    ("participation:All", "running"),
                    ("relay:All", "running"),
                    ("shared_figures:All", "running"),
                    ("staff_changes:All", "running"),
                ]);
        });

        var unknown = await overseer.PostAsync("/operations/projections/nonsense/rebuild", null);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await unknown.Content.ReadAsStringAsync()).ShouldContain(
            "directory, staff_changes, participation, matches, mentoring, shared_figures"
        );
    }

    private async Task<Dictionary<string, string>> Rows()
    {
        var rows = new Dictionary<string, string>();
        foreach (var table in AllTables)
        {
            await using var command = Source.CreateCommand(
                $"select coalesce(string_agg(t::text, E'\\n' order by t::text), '') from {table} t"
            );
            rows.Add(table, (string)(await command.ExecuteScalarAsync())!);
        }

        return rows;
    }

    private async Task Delete()
    {
        await using var command = Source.CreateCommand(
            string.Concat(AllTables.Select(table => $"delete from {table};"))
        );
        await command.ExecuteNonQueryAsync();
    }

    private Npgsql.NpgsqlDataSource Source => analytics.Services.GetRequiredService<EventDatabase>().Source;
}
