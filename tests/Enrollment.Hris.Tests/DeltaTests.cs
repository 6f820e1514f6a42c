using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>Reads of what has changed, and the watermark from which they begin.</summary>
public sealed class DeltaTests
{
    private const string BeforeNow = "2026-11-27T11:55:00Z";

    public static TheoryData<string> VendorsWithDeltas => AllVendors.Where(v => v.HasDeltas);

    public static TheoryData<string> VendorsWithoutDeltas => AllVendors.Where(v => !v.HasDeltas);

    [Theory, MemberData(nameof(VendorsWithDeltas))]
    public async Task The_watermark_lies_a_little_before_the_begin_of_the_read(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Vendor.BeforePage = () => source.Clock.Now += TimeSpan.FromHours(1);

        var pages = await source.Read();

        pages[^1].Watermark.ShouldBe(BeforeNow);
    }

    [Theory, MemberData(nameof(VendorsWithDeltas))]
    public async Task The_watermark_of_a_read_that_broke_off_is_that_of_its_begin(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        if (!source.Vendor.HasCheckpoints)
            return;
        var first = (await source.Read(new(Watermark: "2026-01-02T03:04:05Z")))[0];
        source.Clock.Now += TimeSpan.FromDays(1);

        var rest = await source.Read(new(first.Checkpoint));

        rest[^1].Watermark.ShouldBe(BeforeNow);
    }

    [Theory, MemberData(nameof(VendorsWithDeltas))]
    public async Task The_source_is_asked_for_what_has_changed_since_the_watermark(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));

        await source.Read(new(Watermark: "2026-01-02T03:04:05Z"));

        source.Log.ShouldContain(r => r.Query.Values.Any(v => v.Contains("2026-01-02T03:04:05Z")));
    }

    [Theory, MemberData(nameof(VendorsWithoutDeltas))]
    public async Task A_source_without_deltas_is_read_whole(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));

        var pages = await source.Read(new(Watermark: "2026-01-02T03:04:05Z"));

        pages.Workers().Count.ShouldBe(source.Vendor.People.Count);
        source.Log.ShouldAllBe(r => !r.Query.Values.Any(v => v.Contains("2026-01-02")));
    }

    [Fact]
    public async Task SuccessFactors_gives_who_changed_in_any_of_the_entities_that_are_read()
    {
        using var source = FakeSource.Start(new FakeSuccessFactors());

        await source.Read(new(Watermark: "2026-01-02T03:04:05Z"));

        const string since = "lastModifiedDateTime ge datetimeoffset'2026-01-02T03:04:05Z'";
        source
            .Log.First()
            .Query["$filter"]
            .ShouldBe(
                "personEmpTerminationInfoNav/activeEmploymentsCount ne null and "
                    + $"({since} or personalInfoNav/{since} or emailNav/{since} or employmentNav/{since} "
                    + $"or employmentNav/jobInfoNav/{since})"
            );
    }

    [Fact]
    public async Task BambooHr_reports_who_was_deleted()
    {
        var vendor = new FakeBambooHr { Changed = ["1003", "1004", "999"], Deleted = { "999" } };
        using var source = FakeSource.Start(vendor);
        // Deleted between the list and the read.
        var gone = vendor.People.Find(p => p.Worker.Id == "1004")!;
        source.Intercept = r =>
        {
            if (r.Path.EndsWith("/1003"))
                vendor.People.Remove(gone);
            return null;
        };

        var workers = (await source.Read(new(Watermark: "2026-01-02T03:04:05Z"))).Workers();

        workers.Select(w => (w.Id, w.IsDeleted)).ShouldBe([("999", true), ("1003", false), ("1004", true)]);
    }
}
