using System.Net;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>Where a read goes on, and where it refuses to.</summary>
public sealed class NextPageTests
{
    private const string Elsewhere = "https://evil.example/people";

    public static TheoryData<string> VendorsWithCheckpoints => AllVendors.Where(v => v.HasCheckpoints);

    [Theory, MemberData(nameof(VendorsWithCheckpoints))]
    public async Task A_checkpoint_holds_neither_secrets_nor_people(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));

        var checkpoints = (await source.Read()).Select(p => p.Checkpoint).OfType<string>().ToList();

        checkpoints.ShouldNotBeEmpty();
        foreach (var checkpoint in checkpoints)
        {
            checkpoint.ShouldNotContain(FakeVendor.Secret);
            checkpoint.ShouldNotContain("token-");
            checkpoint.ShouldNotContain("@");
        }
    }

    [Theory, MemberData(nameof(VendorsWithCheckpoints))]
    public async Task When_the_source_has_forgotten_a_page_the_read_begins_anew(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        var checkpoint = (await source.Read())[1].Checkpoint;
        var isForgotten = true;
        source.Intercept = r =>
        {
            if (r.Method != "GET" || !isForgotten)
                return null;
            isForgotten = false;
            return new("the cursor has expired", HttpStatusCode.BadRequest);
        };

        var pages = await source.Read(new(checkpoint));

        pages.Workers().Count.ShouldBe(source.Vendor.People.Count);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_checkpoint_of_something_else_is_refused(string checkpoint)
    {
        using var source = FakeSource.Start(new FakePersonio());

        var e = await Should.ThrowAsync<HrisException>(() => source.Read(new(checkpoint)));

        e.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"Position":"https://evil.example/x","Since":null,"Watermark":null}""")]
    [InlineData("""{"Position":"//evil.example/x","Since":null,"Watermark":null}""")]
    public async Task A_checkpoint_cannot_lead_elsewhere(string checkpoint)
    {
        using var source = FakeSource.Start(new FakePersonio());

        var pages = await source.Read(new(checkpoint));

        pages.Workers().Count.ShouldBe(source.Vendor.People.Count);
    }

    [Theory]
    [InlineData("successfactors", """{"d":{"results":[],"__next":"https://evil.example/people"}}""")]
    [InlineData("personio", """{"_data":[],"_meta":{"links":{"next":{"href":"https://evil.example/people"}}}}""")]
    [InlineData("feed-next-link", """{"result":{"people":[]},"meta":{"next":"https://evil.example/people"}}""")]
    public async Task A_next_page_of_another_origin_is_not_read(string vendor, string body)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = r => r.Method == "GET" ? new(body) : null;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.Message.ShouldContain("outside of its own origin");
        e.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_header_of_another_origin_is_not_followed()
    {
        using var source = FakeSource.Start(AllVendors.Make("feed-link-header-csv"));
        source.Intercept = _ =>
            new(FakeRecords.ToCsv([]))
            {
                ContentType = "text/csv",
                Headers = new Dictionary<string, string> { ["Link"] = $"<{Elsewhere}>; rel=next" },
            };

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.Message.ShouldContain("outside of its own origin");
    }

    [Theory]
    [InlineData("successfactors", """{"d":{"results":[],"__next":"/odata/v2/PerPerson?$skiptoken=1"}}""")]
    [InlineData("personio", """{"_data":[],"_meta":{"links":{"next":{"href":"/v2/persons?cursor=1"}}}}""")]
    [InlineData("feed-cursor", """{"result":{"people":[]},"meta":{"cursor":"1"}}""")]
    [InlineData("feed-next-link", """{"result":{"people":[]},"meta":{"next":"/people?at=1"}}""")]
    public async Task A_page_that_leads_to_itself_ends_the_read(string vendor, string body)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = r => r.Method == "GET" ? new(body) : null;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.Message.ShouldContain("without end");
        e.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task A_feed_that_ignores_the_page_number_ends_the_read()
    {
        using var source = FakeSource.Start(AllVendors.Make("feed-page-number"));
        var first = source.Vendor.Answer(
            new("GET", "/people", new Dictionary<string, string> { ["at"] = "1" }, $"Bearer {FakeVendor.Secret}", null)
        );
        source.Intercept = _ => first;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.Message.ShouldContain("same page");
        e.IsTransient.ShouldBeFalse();
    }

    [Theory]
    [InlineData("feed-offset")]
    [InlineData("feed-page-number")]
    [InlineData("workday-report")]
    [InlineData("workday-rest")]
    public async Task A_source_may_give_smaller_pages_than_were_asked_for(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Vendor.SizeLimit = 7;

        var pages = await source.Read();

        pages.Workers().ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
    }

    [Fact]
    public async Task A_list_that_shrinks_without_end_is_left_for_later()
    {
        using var source = FakeSource.Start(AllVendors.Make("feed-offset"));
        source.Vendor.BeforePage = () => source.Vendor.People.RemoveAt(0);

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.IsTransient.ShouldBeTrue();
    }
}
