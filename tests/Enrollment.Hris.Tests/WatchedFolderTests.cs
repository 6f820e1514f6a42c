using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class WatchedFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hris");
    private readonly TestClock _clock = new();
    private readonly ServiceProvider _services;
    private readonly string _folder;

    public WatchedFolderTests()
    {
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(_clock)
            .AddHrisConnectors(o => o.DropFolder = _root.FullName)
            .BuildServiceProvider();
        _folder = _root.CreateSubdirectory("acme").FullName;
    }

    public void Dispose()
    {
        _services.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task All_workers_of_the_file_are_read_with_the_employment_that_counts()
    {
        var people = Company.Generate(1200);
        Write("people.csv", people, Ago(10));

        var pages = await Read();

        pages.Workers().ShouldBeWorkers(people.Select(p => FakeRecords.Expected(p.Worker)));
        pages.Count.ShouldBe(3);
        pages[^1].Watermark.ShouldBeNull();
    }

    [Fact]
    public async Task The_newest_complete_file_is_read()
    {
        Write("a-monday.csv", Company.Generate(1), Ago(60));
        Write("b-tuesday.csv", Company.Generate(2), Ago(20));
        Write("c-still-coming.csv", Company.Generate(3), Ago(4));

        (await Read()).Workers().Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_ending_may_have_large_letters()
    {
        Write("PEOPLE.CSV", Company.Generate(2), Ago(60));

        (await Read()).Workers().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_marker_makes_a_file_complete_at_once()
    {
        Write("old.csv", Company.Generate(1), Ago(60));
        Write("new.csv", Company.Generate(2), Ago(1));
        Mark("new.csv", Ago(1));

        (await Read()).Workers().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_marker_of_an_earlier_file_of_the_same_name_does_not_count()
    {
        Mark("people.csv", Ago(90));
        Write("people.csv", Company.Generate(2), Ago(1));

        await ShouldFindNothing(new() { Folder = "acme", Fields = FakeRecords.Fields });
    }

    [Fact]
    public async Task Where_markers_are_required_time_alone_completes_nothing()
    {
        Write("people.csv", Company.Generate(2), Ago(600));

        await ShouldFindNothing(
            new()
            {
                Folder = "acme",
                Fields = FakeRecords.Fields,
                RequireDoneMarker = true,
            }
        );
    }

    [Fact]
    public async Task A_folder_without_files_is_read_later() =>
        await ShouldFindNothing(new() { Folder = "acme", Fields = FakeRecords.Fields });

    [Fact]
    public async Task A_folder_that_is_missing_has_to_be_made()
    {
        var e = await Should.ThrowAsync<HrisException>(() =>
            Read(new() { Folder = "other", Fields = FakeRecords.Fields })
        );

        e.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../acme")]
    [InlineData("/etc")]
    [InlineData("acme/x")]
    [InlineData("")]
    public void No_other_folder_can_be_named(string folder) =>
        Should
            .Throw<HrisException>(() => Connector(new() { Folder = folder, Fields = FakeRecords.Fields }))
            .Message.ShouldContain("Folder");

    [Fact]
    public async Task A_read_goes_on_in_the_same_file()
    {
        var people = Company.Generate(1200);
        Write("people.csv", people, Ago(10));
        var first = (await Read())[0];

        var rest = await Read(checkpoint: first.Checkpoint);

        rest.Prepend(first).Workers().ShouldBeWorkers(people.Select(p => FakeRecords.Expected(p.Worker)));
    }

    [Fact]
    public async Task A_newer_file_is_read_from_its_beginning()
    {
        Write("people.csv", Company.Generate(1200), Ago(60));
        var first = (await Read())[0];
        Write("people-2.csv", Company.Generate(700), Ago(10));

        var rest = await Read(checkpoint: first.Checkpoint);

        rest.Workers().Count.ShouldBe(700);
    }

    [Fact]
    public async Task A_file_with_a_header_alone_is_a_company_without_people()
    {
        Write("people.csv", [], Ago(10));

        (await Read()).ShouldHaveSingleItem().Workers.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_empty_file_is_no_company()
    {
        File.WriteAllText(Path.Combine(_folder, "people.csv"), "");
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "people.csv"), Ago(10));

        var e = await Should.ThrowAsync<HrisException>(() => Read());

        e.Message.ShouldContain("empty");
        e.IsTransient.ShouldBeFalse();
    }

    private async Task ShouldFindNothing(WatchedFolderSettings settings)
    {
        var e = await Should.ThrowAsync<HrisException>(() => Read(settings));
        e.Message.ShouldContain("no complete file");
        e.IsTransient.ShouldBeTrue();
    }

    private IHrisConnector Connector(WatchedFolderSettings settings) =>
        _services.GetRequiredService<HrisConnectors>().Create(settings);

    private async Task<List<HrisPage>> Read(WatchedFolderSettings? settings = null, string? checkpoint = null)
    {
        var pages = new List<HrisPage>();
        var connector = Connector(settings ?? new() { Folder = "acme", Fields = FakeRecords.Fields });
        await foreach (var page in connector.Read(new(checkpoint), CancellationToken.None))
            pages.Add(page);
        return pages;
    }

    private void Write(string name, IEnumerable<TestPerson> people, DateTime at)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, FakeRecords.ToCsv([.. people.SelectMany(FakeRecords.AllOf)]));
        File.SetLastWriteTimeUtc(path, at);
    }

    private void Mark(string name, DateTime at)
    {
        var path = Path.Combine(_folder, $"{name}.done");
        File.WriteAllText(path, "");
        File.SetLastWriteTimeUtc(path, at);
    }

    private DateTime Ago(int minutes) => _clock.Now.AddMinutes(-minutes).UtcDateTime;
}
