using System.Net;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>Sources that throttle, break off, change while they are read, or do not answer.</summary>
public sealed class UnreliableSourceTests
{
    public static TheoryData<string> Vendors => AllVendors.Names;

    public static TheoryData<string> VendorsThatShowRemovals => AllVendors.Where(v => v.NoticesRemovals);

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_throttled_request_is_made_again_after_the_time_that_the_source_names(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        var requests = 0;
        source.Intercept = _ =>
            ++requests % 3 == 0
                ? new(
                    "slow down",
                    requests % 2 == 0 ? HttpStatusCode.TooManyRequests : HttpStatusCode.ServiceUnavailable
                )
                {
                    Headers = new Dictionary<string, string> { ["Retry-After"] = "77" },
                }
                : null;

        var pages = await source.Read();

        pages.Workers().ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
        source.Clock.Waits.ShouldNotBeEmpty();
        source.Clock.Waits.ShouldAllBe(w => w == TimeSpan.FromSeconds(77));
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_failure_that_stays_ends_the_read_for_now(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Intercept = _ => new("oops", HttpStatusCode.InternalServerError);

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.IsTransient.ShouldBeTrue();
        source.Requests.ShouldBe(3);
        source.Clock.Waits.Count.ShouldBe(2);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_source_that_does_not_answer_in_time_ends_the_read_for_now(string vendor)
    {
        using var source = FakeSource.Start(
            AllVendors.Make(vendor),
            o => (o.AttemptTimeout, o.Retries) = (TimeSpan.FromMilliseconds(150), 1)
        );
        source.IsSilent = true;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.IsTransient.ShouldBeTrue();
        source.Clock.Waits.Count.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_connection_that_breaks_off_once_is_made_again(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        source.Drop(number => number % 4 == 2);

        var pages = await source.Read();

        pages.Workers().ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_read_that_breaks_off_goes_on_after_the_last_page(string vendor)
    {
        var longest = await CountRequests(vendor);
        for (var broken = 1; broken <= longest; broken += Math.Max(1, longest / 7))
        {
            using var source = FakeSource.Start(AllVendors.Make(vendor));
            source.Drop(number => number >= broken);
            var kept = new List<HrisPage>();
            var e = await Should.ThrowAsync<HrisException>(() => ReadInto(kept, source, null));
            source.Drop(_ => false);

            var resumed = new List<HrisPage>();
            await ReadInto(resumed, source, kept.LastOrDefault()?.Checkpoint);

            e.IsTransient.ShouldBeTrue();
            kept.Concat(resumed)
                .Workers()
                .ShouldBeWorkers(source.Vendor.People.Select(p => source.Vendor.Expected(p.Worker)));
        }
    }

    [Theory, MemberData(nameof(VendorsThatShowRemovals))]
    public async Task Who_is_there_all_the_time_is_read_though_others_come_and_go(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        var people = source.Vendor.People;
        var others = people.Take(3).Select(p => p.Worker.Id).ToList();
        var pages = 0;
        source.Vendor.BeforePage = () =>
        {
            if (++pages is 2 or 3)
                source.Vendor.People = [.. source.Vendor.People.Where(p => p.Worker.Id != others[pages - 1])];
            if (pages == 4)
                source.Vendor.People = [people[0], .. source.Vendor.People.Where(p => p.Worker.Id != others[0])];
        };

        var read = await source.Read();

        read.LastReports()
            .Where(w => !others.Contains(w.Id))
            .ShouldBeWorkers(people.Skip(3).Select(p => source.Vendor.Expected(p.Worker)));
    }

    [Fact]
    public async Task A_source_that_fails_again_and_again_is_left_alone_for_a_while()
    {
        using var source = FakeSource.Start(new FakeSuccessFactors());
        source.Intercept = _ => new("oops", HttpStatusCode.InternalServerError);
        while (source.Requests < 20)
            await Should.ThrowAsync<HrisException>(() => source.Read());
        var requests = source.Requests;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());
        var requestsLeftAlone = source.Requests;
        source.Clock.Now += TimeSpan.FromMinutes(1);
        source.Intercept = _ => null;
        var pages = await source.Read();

        e.IsTransient.ShouldBeTrue();
        requestsLeftAlone.ShouldBe(requests);
        pages.Workers().Count.ShouldBe(source.Vendor.People.Count);
    }

    private static async Task<int> CountRequests(string vendor)
    {
        using var source = FakeSource.Start(AllVendors.Make(vendor));
        await source.Read();
        return source.Requests;
    }

    private static async Task ReadInto(List<HrisPage> pages, FakeSource source, string? checkpoint)
    {
        await foreach (var page in source.Connector().Read(new(checkpoint), CancellationToken.None))
            pages.Add(page);
    }
}
