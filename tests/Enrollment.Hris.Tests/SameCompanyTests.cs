using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>The same people behind each vendor give the same workers, as far as the vendor tells.</summary>
public sealed class SameCompanyTests
{
    public static TheoryData<string> Vendors => AllVendors.Names;

    [Theory, MemberData(nameof(Vendors))]
    public async Task Every_worker_is_read_once_with_all_that_the_vendor_tells(string vendor)
    {
        using var source = Start(vendor);

        var pages = await source.Read();

        pages.Workers().ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
        pages.Count.ShouldBeGreaterThan(source.Vendor.HasCheckpoints ? 2 : 0);
        pages[..^1].ShouldAllBe(p => p.Checkpoint != null && p.Watermark == null);
        pages[^1].Checkpoint.ShouldBeNull();
        (pages[^1].Watermark is not null).ShouldBe(source.Vendor.HasDeltas);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_company_in_another_order_is_the_same_company(string vendor)
    {
        using var source = Start(vendor);
        source.Vendor.People.Reverse();
        source.Vendor.IsDescending = true;

        var pages = await source.Read();

        pages.Workers().ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
    }

    [Theory]
    [InlineData("feed-cursor")]
    [InlineData("feed-next-link")]
    [InlineData("feed-link-header-csv")]
    [InlineData("successfactors")]
    [InlineData("personio")]
    public async Task A_page_that_comes_twice_changes_nothing(string vendor)
    {
        using var source = Start(vendor);
        source.Vendor.RepeatsPages = true;

        var pages = await source.Read();

        pages.LastReports().ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
        source.Log.Count().ShouldBeGreaterThanOrEqualTo(10);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Places_are_reported(string vendor)
    {
        using var source = Start(vendor);

        var pages = await source.Read();

        var used = pages.Workers().SelectMany(w => w.Assignments).Select(a => a.Site).OfType<string>().Distinct();
        var reported = pages.SelectMany(p => p.Sites).Select(s => s.Id).Distinct();
        if (source.Vendor.ReportsSites)
            used.Except(reported).ShouldBeEmpty();
        else
            reported.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_company_without_people_gives_one_empty_page(string vendor)
    {
        using var source = Start(vendor);
        source.Vendor.People = [];

        var page = (await source.Read()).ShouldHaveSingleItem();

        page.Workers.ShouldBeEmpty();
        page.Checkpoint.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task Of_a_person_the_id_is_enough(string vendor)
    {
        using var source = Start(vendor);
        source.Vendor.People = [new(Company.Minimal("77"), "", "", [])];

        var pages = await source.Read();

        pages.Workers().ShouldBeWorkers([source.Vendor.ExpectedOfMinimal("77")]);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_field_that_all_workers_lack_shows(string vendor)
    {
        using var source = Start(vendor);
        source.Vendor.People =
        [
            .. source.Vendor.People.Select(p =>
                p with
                {
                    Worker = p.Worker with
                    {
                        Email = null,
                        Assignments = [.. p.Worker.Assignments.Select(a => a with { JobTitle = null })],
                    },
                    Others = [],
                }
            ),
        ];

        var workers = (await source.Read()).SelectMany(p => p.Workers).ToList();

        workers.Count.ShouldBe(source.Vendor.People.Count);
        workers.ShouldAllBe(w => w.Email == null);
        workers.SelectMany(w => w.Assignments).ShouldAllBe(a => a.JobTitle == null);
        workers.ShouldContain(w => w.Name != null);
    }

    private static FakeSource Start(string vendor) => FakeSource.Start(AllVendors.Make(vendor));
}
