using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Tests.Dashboard;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>The installation germany, and between it and headquarters a proxy that records all bytes.</summary>
public sealed class TwoInstallations : IAsyncLifetime
{
    private readonly ReleasedProgram _germany = new();
    private PartnerServer _provider = null!;
    private FaultProxy _toProvider = null!;

    internal InstallationHost Germany => _germany.Analytics;

    internal IReadOnlyList<object> Facts => _germany.Program.Facts;

    internal FaultProxy ToGermany { get; private set; } = null!;

    internal IEnumerable<byte[]> Wire => [.. ToGermany.Recordings, .. _toProvider.Recordings];

    public async Task InitializeAsync()
    {
        await _germany.InitializeAsync();
        _provider = await PartnerServer.Start();
        ToGermany = FaultProxy.InFrontOf(Germany.Address.Port);
        _toProvider = FaultProxy.InFrontOf(_provider.Address.Port);
        ToGermany.Records = _toProvider.Records = true;
    }

    public async Task DisposeAsync()
    {
        await ToGermany.DisposeAsync();
        await _toProvider.DisposeAsync();
        await _provider.DisposeAsync();
        await _germany.DisposeAsync();
    }

    /// <param name="database">The database of a former process; a new one where it is left out.</param>
    internal async Task<InstallationHost> StartHeadquarters(string? database = null)
    {
        var headquarters = InstallationHost.PartnerOf(
            "germany",
            new(ToGermany.Redirect($"{Germany.Address}")),
            new(_toProvider.Redirect($"{_provider.Address}")),
            database
        );
        await headquarters.InitializeAsync();
        return headquarters;
    }
}

public sealed class TwoInstallationsTests(TwoInstallations two) : IClassFixture<TwoInstallations>
{
    /// <summary>
    /// A message with more than the contract has, as a future version of enrollment may send it.
    /// </summary>
    [EntityName("PeerNetwork.Contracts.Enrollment:PersonRecorded")]
    [MessageUrn("PeerNetwork.Contracts.Enrollment:PersonRecorded")]
    public sealed record NamedPersonRecorded(
        Guid Person,
        long Version,
        bool Active,
        string SiteCode,
        string TimeZone,
        Guid? Manager,
        string? Department,
        string? JobTitle,
        IReadOnlyList<string> Languages,
        IReadOnlyList<string> Interests,
        IReadOnlyList<SkillRecorded> SkillsOffered,
        IReadOnlyList<SkillRecorded> SkillsWanted,
        DateTimeOffset At,
        Guid Account,
        string Name,
        string Email,
        string Subject,
        string EmployeeNumber
    );

    private static readonly NamedPersonRecorded Ada = new(
        Guid.CreateVersion7(),
        1,
        true,
        "NYC",
        "America/New_York",
        Guid.CreateVersion7(),
        "Analytical Engines Department",
        "Countess of Computation",
        ["en"],
        ["Bernoulli numbers"],
        [new("weaving of algebraical patterns", 5)],
        [],
        InstallationHost.Now,
        Guid.CreateVersion7(),
        "Ada Lovelace-Byron",
        "ada.lovelace@example.de",
        "auth0|ada-5f7c",
        "E-100815"
    );

    private static readonly string[] TextsOfAda =
    [
        Ada.Name,
        Ada.Email,
        Ada.Subject,
        Ada.EmployeeNumber,
        Ada.Department!,
        Ada.JobTitle!,
        Ada.Interests[0],
        Ada.SkillsOffered[0].Skill,
    ];

    [Fact]
    public async Task No_personal_data_is_on_the_wire()
    {
        await two.Germany.Services.GetRequiredService<IBus>().Publish(Ada);
        await Eventually.Passes(async () =>
            (
                await two
                    .Germany.Services.GetRequiredService<ReadModels>()
                    .Query<Guid>($"select id from people where id = {Ada.Person}", default)
            ).ShouldHaveSingleItem()
        );
        var headquarters = await two.StartHeadquarters();
        try
        {
            await headquarters.Pull();
            (await Items(headquarters)).ShouldNotBeEmpty();

            string[] personal =
            [
                .. IdsOf(two.Facts),
                $"{Ada.Person}",
                $"{Ada.Manager}",
                $"{Ada.Account}",
                .. TextsOfAda,
            ];
            personal.Length.ShouldBeGreaterThan(200);
            PersonalDataSearch.Find(two.Wire, personal).ShouldBeEmpty();
            var wire = string.Concat(two.Wire.Select(Encoding.UTF8.GetString));
            wire.ShouldContain("\"metric\":\"goals.set\"");
            wire.ShouldNotContain("Content-Encoding", Case.Insensitive, "the search reads no compressed data");

            // The search sees what does cross: the id of a person who asks through the proxy, and a title.
            using var curious = new HttpClient();
            await curious.GetAsync(new Uri(two.ToGermany.Redirect($"{two.Germany.Address}?by={Ada.Person}")));
            PersonalDataSearch.Find(two.Wire, personal).ShouldAllBe(found => found.StartsWith($"{Ada.Person}"));
            PersonalDataSearch.Find(two.Wire, personal).ShouldNotBeEmpty();
            PersonalDataSearch.Find(two.Wire, ["Career change"]).ShouldNotBeEmpty();
        }
        finally
        {
            await headquarters.DisposeAsync();
        }
    }

    [Fact]
    public async Task Headquarters_shows_the_figures_of_germany_beside_its_own_and_small_groups_suppressed()
    {
        var headquarters = await two.StartHeadquarters();
        try
        {
            var program = new MeasuredProgram(headquarters);
            await program.InitializeAsync();
            await headquarters.Release();
            await headquarters.Pull();

            var items = await Items(headquarters, "?period=2026-Q1");
            items.Keys.ShouldBe(["germany", "headquarters"], ignoreOrder: true);
            items["germany"].GetProperty("isOwn").GetBoolean().ShouldBeFalse();
            items["headquarters"].GetProperty("isOwn").GetBoolean().ShouldBeTrue();
            items["germany"].Value("participation.applied").ShouldBe(52);
            items["germany"].Site("REK").Value("matching.matched").ShouldBeNull();
            items["germany"].Site("SIN").Value("matching.matched").ShouldBeNull();
            await ReleasedProgram.ShouldBeAsOnTheDashboard(two.Germany, items["germany"]);
            (await Items(headquarters, "?period=2025-Q4")).ShouldBeEmpty();
        }
        finally
        {
            await headquarters.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_same_figures_again_append_nothing_and_without_the_partner_none_are_shown()
    {
        var headquarters = await two.StartHeadquarters();
        await headquarters.Pull();
        var (shown, events) = (await Texts(headquarters), await headquarters.CountEvents());
        events.ShouldBe(1);
        shown.ShouldHaveSingleItem();
        headquarters.Clock.Advance(TimeSpan.FromMinutes(30));
        await headquarters.Pull();
        (await headquarters.CountEvents()).ShouldBe(events);
        (await LastSuccess(headquarters)).ShouldBe(InstallationHost.Now.AddMinutes(30));
        var rebuilt = await headquarters
            .As(Guid.NewGuid(), Roles.Overseer)
            .PostAsync(new Uri("/operations/projections/shared_figures/rebuild", UriKind.Relative), null);
        rebuilt.EnsureSuccessStatusCode();
        (await Texts(headquarters)).ShouldBe(shown);
        await headquarters.DisposeAsync();

        var restarted = await two.StartHeadquarters(headquarters.Database);
        try
        {
            (await Texts(restarted)).ShouldBe(shown);
            await restarted.Pull();
            (await restarted.CountEvents()).ShouldBe(events);
        }
        finally
        {
            await restarted.DisposeAsync();
        }

        var alone = new InstallationHost(
            new Dictionary<string, string?> { ["Installation:Name"] = "headquarters" },
            headquarters.Database
        );
        await alone.InitializeAsync();
        try
        {
            (await Texts(alone)).ShouldBeEmpty();
            (await MeasuredProgram.Read(alone.Sponsor, "/partners")).GetProperty("items").GetArrayLength().ShouldBe(0);
        }
        finally
        {
            await alone.DisposeAsync();
        }
    }

    /// <summary>All ids in the facts but those of programs, and of sites, which no answer has either.</summary>
    private static IEnumerable<string> IdsOf(IEnumerable<object> facts) =>
        from fact in facts
        from property in fact.GetType().GetProperties()
        where property.PropertyType == typeof(Guid) || property.PropertyType == typeof(Guid?)
        where property.Name is not "Program"
        let id = property.GetValue(fact)
        where id is not null
        select $"{id}";

    private static async Task<Dictionary<string, JsonElement>> Items(InstallationHost host, string query = "") =>
        (await MeasuredProgram.Read(host.Sponsor, $"/dashboard/installations{query}"))
            .GetProperty("items")
            .EnumerateArray()
            .ToDictionary(item => item.GetProperty("installation").GetString()!);

    private static async Task<string[]> Texts(InstallationHost host) =>
        [.. (await Items(host)).Values.Select(item => item.GetRawText())];

    private static async Task<DateTimeOffset?> LastSuccess(InstallationHost host) =>
        (await MeasuredProgram.Read(host.Sponsor, "/partners"))
            .GetProperty("items")
            .EnumerateArray()
            .ShouldHaveSingleItem()
            .GetProperty("lastSuccess")
            .GetDateTimeOffset();
}
