using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.HostileInput.Tests.Data;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Testing;

namespace PeerNetwork.HostileInput.Tests;

/// <summary>
/// No request, and nothing that follows from it, reads the whole of a table that grows. The plans come from the server
/// log.
/// </summary>
public sealed class QueryPlanTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    /// <summary>A roster is compared with all people, and a run loads all line managers.</summary>
    private static readonly string[] AllowedFullScans =
    [
        "select id, employee_number, number_key, name, email, active",
        // A page of people stops when it is full. Those who were merged, and those whom a role does not cover, are
        // passed over: a page of a department of 500 among 100,000 people took 17 ms.
        "select * from (select id, employee_number, number_key, name, email, active",
        // So does a page of those who are open to connections, of whom it reads 2,000 at most.
        "select * from (select o.id, w.data ->> 'siteCode' as site_code, o.note, o.max_minutes",
        // The index of names and profiles, once for each process.
        "select id, site, department, active, name, email, employee_number, description, left_at, profile,\n"
            + "    false as hidden",
        // What a roster is compared with.
        "select id, person, starts_on, change, source",
        "select id as person, managers from mt_doc_personreplica",
        // At startup Marten creates its tables, and all keys are loaded.
        "SELECT fk.",
        "select owner, wrapped, master_key from",
    ];

    /// <summary>
    /// They grow with the sites, the programs, the offices, the partners, the kinds of consents and the days of a
    /// company, and not with its people.
    /// </summary>
    private static readonly string[] SmallTables =
    [
        "sites",
        "programs",
        "coffee_programs",
        "role_assignments",
        "role_rules",
        "partners",
        "consent_kinds",
        "consent_texts",
        "audit_heads",
    ];

    [Fact]
    public Task Enrollment_reads_by_index() => ReadsByIndex<SiteRecord>(new EnrollmentDataFactory());

    [Fact]
    public Task Matching_reads_by_index() => ReadsByIndex<Match>(new MatchingDataFactory());

    [Fact]
    public Task Engagement_reads_by_index() => ReadsByIndex<Mentorship>(new EngagementDataFactory());

    [Fact]
    public Task Analytics_reads_by_index() => ReadsByIndex<Analytics.Dashboard.Metric>(new AnalyticsDataFactory());

    private async Task ReadsByIndex<T>(ITestDataFactory dataFactory)
        where T : class
    {
        var host = new PlanLoggingHost<T>(server);
        try
        {
            using var service = await ServiceUnderTest.Start(host, dataFactory);
            // Operations endpoints work on whole tables.
            foreach (
                var operation in service.Operations.Where(o =>
                    !o.Path.StartsWith("/operations/", StringComparison.Ordinal) && !o.IsTestedElsewhere()
                )
            )
                await ValidRequestTests.SendValidRequest(operation, "text");

            await service.WaitUntilIdle();
            var statements = host.Plans.Read();
            statements.ShouldContain(s => s.Nodes.Any(n => n.Table == "mt_events"));
            statements
                .Where(s => !AllowedFullScans.Any(s.Text.StartsWith) && s.ReadsAGrowingTable(SmallTables))
                .Select(s => $"{s}")
                .Distinct()
                .ShouldBeEmpty();
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>A service whose database logs its plans.</summary>
    private sealed class PlanLoggingHost<T>(PostgresFixture server) : ServiceHost<T>
        where T : class
    {
        private QueryPlanLog? _plans;

        public QueryPlanLog Plans => _plans ?? throw new InvalidOperationException("The service has not been started.");

        protected override async Task<string> NewDatabase()
        {
            var database = await server.NewDatabase();
            await QueryPlanLog.Start(server, database);
            // On small tables a sequential scan is cheap. Without sequential scans, only a missing index leads to a
            // full scan.
            var name = new Npgsql.NpgsqlConnectionStringBuilder(database).Database;
            await server.Execute($"alter database {name} set enable_seqscan = off");
            // Such a plan has so high a cost that PostgreSQL would compile it each time.
            await server.Execute($"alter database {name} set jit = off");
            _plans = new(server, database);
            return database;
        }
    }
}
