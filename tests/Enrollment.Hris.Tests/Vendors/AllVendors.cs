namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>The vendors by name, made anew for each test.</summary>
public static class AllVendors
{
    private static readonly Dictionary<string, Func<FakeVendor>> Makers = new()
    {
        ["feed-link-header-csv"] = () => new FakeFeed(FeedPagingKind.LinkHeader, FeedFormat.Csv, false),
        ["feed-next-link"] = () => new FakeFeed(FeedPagingKind.NextLink, FeedFormat.Json, true),
        ["feed-cursor"] = () => new FakeFeed(FeedPagingKind.Cursor, FeedFormat.Json, false),
        ["feed-offset"] = () => new FakeFeed(FeedPagingKind.Offset, FeedFormat.Json, false),
        ["feed-page-number"] = () => new FakeFeed(FeedPagingKind.PageNumber, FeedFormat.Json, false),
        ["successfactors"] = () => new FakeSuccessFactors(),
        ["workday-report"] = () => new FakeWorkdayReport(),
        ["workday-rest"] = () => new FakeWorkdayRest(),
        ["personio"] = () => new FakePersonio(),
        ["bamboohr"] = () => new FakeBambooHr(),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    public static TheoryData<string> Where(Func<FakeVendor, bool> condition) =>
        [.. Makers.Where(m => condition(m.Value())).Select(m => m.Key)];

    public static FakeVendor Make(string name) => Makers[name]();
}
