using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>A feed with a paging rule, in JSON or CSV.</summary>
public sealed class FakeFeed(FeedPagingKind kind, FeedFormat format, bool severalRecords) : FakeVendor
{
    public override bool HasCheckpoints => !severalRecords;

    public override bool IsJson => format == FeedFormat.Json;

    public override bool NoticesRemovals => kind != FeedPagingKind.PageNumber;

    public override HrisSourceSettings Settings(Uri address) =>
        new FeedSettings
        {
            Address = new(address, "/people?kind=all"),
            Format = format,
            Records = "/result/people",
            Fields = FakeRecords.Fields,
            Paging = new()
            {
                Kind = kind,
                Parameter = kind is FeedPagingKind.LinkHeader or FeedPagingKind.NextLink ? null : "at",
                Next = kind == FeedPagingKind.Cursor ? "/meta/cursor" : "/meta/next",
                SizeParameter = "size",
                Size = PageSize,
                Total = kind == FeedPagingKind.Offset ? "/meta/total" : null,
            },
            Credentials = new HeaderCredentials { Name = "Authorization", Value = $"Bearer {Secret}" },
            SinceParameter = "changed_since",
            PersonOnSeveralPages = severalRecords,
        };

    public override HrisWorker Expected(HrisWorker worker) =>
        severalRecords
            ? FakeRecords.Expected(worker)
            : FakeRecords.Expected(worker) with
            {
                Assignments = [worker.Assignments[0]],
                OtherJobs = [],
            };

    public override FakeAnswer Answer(FakeRequest request)
    {
        if (request.Authorization != $"Bearer {Secret}")
            return Refusal(HttpStatusCode.Unauthorized);
        var at = request.Query.GetValueOrDefault("at");
        var (page, next) = kind is FeedPagingKind.Offset or FeedPagingKind.PageNumber ? Counted(at) : After(at);
        var records = page.SelectMany(p => severalRecords ? FakeRecords.AllOf(p) : [FakeRecords.MainOf(p)]).ToList();
        var link = next is null ? null : $"/people?kind=all&size={PageSize}&at={next}";
        if (format == FeedFormat.Csv)
            return new(FakeRecords.ToCsv(records))
            {
                ContentType = "text/csv",
                Headers = link is null
                    ? new Dictionary<string, string>()
                    : new Dictionary<string, string>
                    {
                        ["Link"] = $"</people?at=0>; rel=\"first\", <{link}>; title=\"a, b\"; rel=\"next\"",
                    },
            };
        return Json(
            Node(
                    new
                    {
                        meta = new
                        {
                            next = link,
                            cursor = next,
                            total = People.Count,
                        },
                    }
                )
                .AsObject()
                is var answer
                ? Add(answer, "result", new JsonObject { ["people"] = Array(records.Select(FakeRecords.ToJson)) })
                : throw new InvalidOperationException()
        );
    }

    private (List<TestPerson> Page, string? Next) Counted(string? at)
    {
        BeforePage();
        var number = int.Parse(at!, CultureInfo.InvariantCulture);
        var size = Math.Min(PageSize, SizeLimit);
        var begin = kind == FeedPagingKind.Offset ? number : (number - 1) * size;
        return ([.. People.Skip(begin).Take(size)], null);
    }

    private static JsonObject Add(JsonObject target, string name, JsonNode value)
    {
        target[name] = value;
        return target;
    }
}
