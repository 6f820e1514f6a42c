using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class SettingsTests
{
    public static TheoryData<string> Vendors => AllVendors.Names;

    [Theory, MemberData(nameof(Vendors))]
    public void Settings_survive_storage_as_json(string vendor)
    {
        var settings = AllVendors.Make(vendor).Settings(new("https://hr.example"));

        var json = JsonSerializer.Serialize(settings);
        var again = JsonSerializer.Deserialize<HrisSourceSettings>(json)!;

        again.Problems().ShouldBeEmpty();
        again.GetType().ShouldBe(settings.GetType());
        JsonSerializer.Serialize(again).ShouldBe(json);
    }

    [Theory, MemberData(nameof(Vendors))]
    public void An_address_without_encryption_is_refused(string vendor)
    {
        var settings = AllVendors.Make(vendor).Settings(new("http://hr.example"));

        settings.Problems().ShouldContain(p => p.ErrorMessage!.Contains("https"));
        Should.Throw<HrisException>(() => Create(settings)).IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://user:password@hr.example/")]
    [InlineData("https://hr.example/#x")]
    [InlineData("ftp://hr.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/people")]
    public void Other_addresses_are_refused(string address) =>
        new FeedSettings { Address = new(address, UriKind.RelativeOrAbsolute), Fields = FakeRecords.Fields }
            .Problems()
            .ShouldHaveSingleItem()
            .MemberNames.ShouldBe(["Address"]);

    [Fact]
    public void All_parts_of_the_settings_are_checked()
    {
        var settings = new FeedSettings
        {
            Address = new("https://hr.example"),
            Fields = new() { Id = "", Name = [" "] },
            Paging = new() { Kind = FeedPagingKind.Cursor, Size = 0 },
            Credentials = new HeaderCredentials { Name = "X Y", Value = "a\nb" },
        };

        settings.Problems().SelectMany(p => p.MemberNames).ShouldBe(["Id", "Size", "Name", "Value"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Vendors))]
    public void Settings_without_any_of_their_parts_are_refused_or_complete(string vendor)
    {
        var json = JsonSerializer
            .SerializeToNode(AllVendors.Make(vendor).Settings(new("https://hr.example")))!
            .AsObject();
        foreach (var property in json.Where(p => p.Key != "type" && p.Value is JsonObject or JsonArray).ToList())
        {
            var lacking = json.DeepClone().AsObject();
            lacking[property.Key] = null;

            var settings = lacking.Deserialize<HrisSourceSettings>()!;

            if (property.Key != "Credentials")
                settings.Problems().SelectMany(p => p.MemberNames).ShouldContain(property.Key);
            else
                settings.Problems().ShouldBeEmpty();
        }
    }

    [Fact]
    public void Statuses_are_told_apart_without_regard_to_case()
    {
        var fields = new FieldMapping
        {
            Id = "id",
            Statuses = new Dictionary<string, HrisStatus> { ["a"] = HrisStatus.Active, ["A"] = HrisStatus.Left },
        };

        new FeedSettings { Address = new("https://hr.example"), Fields = fields }
            .Problems()
            .ShouldHaveSingleItem()
            .MemberNames.ShouldBe(["Statuses"]);
    }

    [Theory]
    [InlineData(FeedFormat.Csv, "jobs", "OtherJobs")]
    [InlineData(FeedFormat.Json, " ", "List")]
    [InlineData(FeedFormat.Json, "jobs", null)]
    public void A_list_of_jobs_stands_in_json_and_has_a_place(FeedFormat format, string list, string? wrong)
    {
        var fields = new FieldMapping
        {
            Id = "id",
            OtherJobs = new() { List = list },
        };

        new FeedSettings
        {
            Address = new("https://hr.example"),
            Fields = fields,
            Format = format,
        }
            .Problems()
            .SelectMany(p => p.MemberNames)
            .ShouldBe(wrong is null ? [] : [wrong]);
    }

    [Theory]
    [InlineData(FeedPagingKind.Cursor, "Parameter", "Next")]
    [InlineData(FeedPagingKind.NextLink, "Next")]
    [InlineData(FeedPagingKind.Offset, "Parameter")]
    [InlineData(FeedPagingKind.PageNumber, "Parameter")]
    [InlineData(FeedPagingKind.LinkHeader)]
    [InlineData(FeedPagingKind.None)]
    public void Paging_says_what_it_needs(FeedPagingKind kind, params string[] missing) =>
        new FeedSettings
        {
            Address = new("https://hr.example"),
            Fields = FakeRecords.Fields,
            Paging = new() { Kind = kind },
        }
            .Problems()
            .SelectMany(p => p.MemberNames)
            .ShouldBe(missing);

    [Fact]
    public void Without_a_drop_folder_no_folder_is_watched() =>
        Should
            .Throw<HrisException>(() => Create(new WatchedFolderSettings { Folder = "a", Fields = FakeRecords.Fields }))
            .Message.ShouldContain("drop folder");

    private static IHrisConnector Create(HrisSourceSettings settings)
    {
        using var services = new ServiceCollection().AddHrisConnectors().BuildServiceProvider();
        return services.GetRequiredService<HrisConnectors>().Create(settings);
    }
}
