using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.HostileInput.Tests.Scenes;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// Nobody can make a service read a table that grows from end to end, neither by a request nor by what follows from it:
/// the server itself writes down how it carried each statement out.
/// </summary>
public sealed class QueryPlanTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    /// <summary>
    /// A roster is compared with everybody who is known, and a run knows all line managers at any level: either is of
    /// the whole company. The third is how the test itself looks on.
    /// </summary>
    private static readonly string[] OfAll =
    [
        "select id, employee_number, name, email, active",
        "select id as person, manager from mt_doc_personreplica",
        "select count(*), coalesce(max(seq_id), 0)",
        // At the start: Marten creates its tables, and all keys are loaded at once.
        "SELECT fk.",
        "select owner, wrapped, master_key from",
    ];

    [Fact]
    public Task Enrollment_reads_by_index() => ReadsByIndex<SiteRecord>(new EnrollmentScenes());

    [Fact]
    public Task Matching_reads_by_index() => ReadsByIndex<Match>(new MatchingScenes());

    [Fact]
    public Task Engagement_reads_by_index() => ReadsByIndex<Mentorship>(new EngagementScenes());

    [Fact]
    public Task Analytics_reads_by_index() => ReadsByIndex<Analytics.Dashboard.Metric>(new AnalyticsScenes());

    private async Task ReadsByIndex<T>(IScenes scenes)
        where T : class
    {
        var host = new PlannedHost<T>(server);
        try
        {
            using var service = await Service.Start(host, scenes);
            // What operators do with a whole database, they do to all of it.
            foreach (
                var operation in service.Operations.Where(o =>
                    !o.Path.StartsWith("/operations/", StringComparison.Ordinal) && !o.HasTestsOfItsOwn()
                )
            )
                await WelcomeTests.GoodRequest(operation, "text");

            await service.Quiet();
            var statements = host.Plans.Read();
            statements.ShouldContain(s => s.Nodes.Any(n => n.Table == "mt_events"));
            statements
                .Where(s => !OfAll.Any(s.Text.StartsWith) && s.ReadsAGrowingTable("sites"))
                .Select(s => $"{s}")
                .Distinct()
                .ShouldBeEmpty();
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>A service whose database writes its plans down.</summary>
    private sealed class PlannedHost<T>(PostgresFixture server) : ServiceHost<T>
        where T : class
    {
        private QueryPlanLog? _plans;

        public QueryPlanLog Plans => _plans ?? throw new InvalidOperationException("The service has not been started.");

        protected override async Task<string> NewDatabase()
        {
            var database = await server.NewDatabase();
            await QueryPlanLog.Start(server, database);
            // The tables are small, where reading all of one is cheap: only a missing index is to show.
            var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database;
            await server.Execute($"alter database {name} set enable_seqscan = off");
            _plans = new(server, database);
            return database;
        }
    }
}
