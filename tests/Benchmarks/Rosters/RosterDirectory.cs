using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PeerNetwork.Enrollment;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Benchmarks.Rosters;

/// <param name="Load">Reading the people and sites who are known.</param>
/// <param name="Plan">Comparing them with the roster.</param>
/// <param name="Written">How many people were written.</param>
internal sealed record SyncTimes(TimeSpan Parse, TimeSpan Load, TimeSpan Plan, TimeSpan Write, int Written);

/// <summary>Enrollment's people, with its storage and projections and without its web server.</summary>
internal sealed class RosterDirectory : IAsyncDisposable
{
    private const int Sites = 12,
        ReportsPerManager = 8;

    private static readonly byte[] Key = new byte[32];

    private static readonly RosterMapping Mapping = new()
    {
        Sites =
        [
            .. Enumerable.Range(0, Sites).Select(n => new SiteRecord($"S{n}", $"Site {n}", "Europe/Berlin", "DE")),
        ],
        Fields = new(
            EmployeeNumber: new("no"),
            Name: new("name"),
            Email: new("mail"),
            Site: new("site"),
            Manager: new("boss"),
            Department: new("department"),
            JobTitle: new("title"),
            JobLevel: new("level"),
            HiredOn: new("hired"),
            Languages: new("languages")
        ),
    };

    private readonly IHost _host;

    private RosterDirectory(IHost host) => _host = host;

    public static async Task<RosterDirectory> Open(string connectionString, CancellationToken ct)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddEventSourcing(
            new("enrollment", connectionString, new(new MasterKeys(new byte[32])), CreatesSchema: true),
            Storage.Configure
        );
        builder.Services.AddScoped<PlanWriter>();
        builder.Services.AddSingleton<PeopleIndex>();
        var host = builder.Build();
        await host.StartAsync(ct);
        return new(host);
    }

    public static byte[] Roster(int people)
    {
        var csv = new StringBuilder("no,name,mail,site,boss,department,title,level,hired,languages\n");
        for (var n = 0; n < people; n++)
        {
            var manager = n == 0 ? "" : $"P{(n - 1) / ReportsPerManager}";
            csv.Append(
                $"P{n},Given{n} Family{n},p{n}@example.com,S{n % Sites},{manager},"
                    + $"Department {n % 200},Title {n % 90},{n % 12},20{10 + (n % 15)}-0{1 + (n % 9)}-15,de;en\n"
            );
        }

        return Encoding.UTF8.GetBytes(csv.ToString());
    }

    public async Task<SyncTimes> Sync(byte[] csv, CancellationToken ct)
    {
        await using var scope = _host.Services.CreateAsyncScope();
        var now = DateTimeOffset.UtcNow;
        var times = new List<TimeSpan>();
        var started = Stopwatch.GetTimestamp();
        var file = RosterFile.Parse(csv, Mapping);
        EndPhase();
        var models = scope.ServiceProvider.GetRequiredService<ReadModels>();
        var people = await PeopleProjection.LoadAll(models, ct);
        var sites = await SitesProjection.LoadStates(models, ct);
        EndPhase();
        var plan = RosterPlan.Of(
            file,
            Mapping,
            sites,
            people,
            new(
                _ => Guid.Empty,
                number => HashedId.Of(Key, "employeeNumber", number),
                (source, id) => HashedId.Of(Key, source, id),
                new HashSet<Guid>(),
                MergedRecords.None
            ),
            () => Guid.CreateVersion7(now),
            now
        );
        EndPhase();
        await scope.ServiceProvider.GetRequiredService<PlanWriter>().Write(plan, now, progress: null, ct);
        EndPhase();
        return new(times[0], times[1], times[2], times[3], plan.People.Count);

        void EndPhase()
        {
            times.Add(Stopwatch.GetElapsedTime(started));
            started = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>What <c>GET /people/search</c> does, without HTTP.</summary>
    public async Task<TimeSpan> Search(string q, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var everyone = new DirectoryScope(new([new(Roles.PeopleAdmin, ["*"], [], [])]), InFull: true);
        var found = await _host
            .Services.GetRequiredService<PeopleIndex>()
            .Find(SearchPeople.Words(q), everyone, limit: 20, ct);
        _ = await PeopleProjection.Load(_host.Services.GetRequiredService<ReadModels>(), found, ct);
        return Stopwatch.GetElapsedTime(started);
    }

    public async Task<long> Events(CancellationToken ct)
    {
        await using var command = _host
            .Services.GetRequiredService<EventDatabase>()
            .Source.CreateCommand("select count(*) from enrollment.mt_events");
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
