using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class PagingTests : IAsyncLifetime
{
    private static readonly Guid[] All = [.. Enumerable.Range(0, 120).Select(_ => Guid.CreateVersion7()).Order()];

    private TestApp _app = null!;

    internal sealed record Item(Guid Id);

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app =>
            app.MapGet(
                "/items",
                (Paging paging) =>
                {
                    PageRequest page = paging;
                    var rest = All.Where(id => page.After is not { } after || id.CompareTo(after) > 0)
                        .Take(page.Limit)
                        .Select(id => new Item(id))
                        .ToArray();
                    return paging.ToResponse(new Page<Item>(rest, rest[^1].Id == All[^1] ? null : rest[^1].Id));
                }
            )
        );

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Following_the_links_gives_each_item_once()
    {
        var (seen, address) = (new List<Guid>(), (Uri?)new Uri(_app.Address, "/items?site=BER&limit=50"));
        while (address is not null)
        {
            var response = await _app.AsAda().GetAsync(address);
            var page = await response.ReadJson();
            seen.AddRange(page["items"]!.AsArray().Select(i => i!["id"]!.GetValue<Guid>()));
            var next = page["next"]?.GetValue<string>();
            var link = response.Headers.TryGetValues("Link", out var links) ? links.Single() : null;
            link.ShouldBe(next is null ? null : $"<?site=BER&limit=50&cursor={next}>; rel=\"next\"");
            address = link is null ? null : new Uri(address, link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        }

        seen.ShouldBe(All);
    }

    [Fact]
    public async Task A_page_has_fifty_items_by_default() =>
        (await (await _app.AsAda().GetAsync("/items")).ReadJson())["items"]!.AsArray().Count.ShouldBe(50);

    [Fact]
    public async Task The_last_page_has_no_next_cursor() =>
        (await (await _app.AsAda().GetAsync("/items?limit=200")).ReadJson()).ShouldContain(
            KeyValuePair.Create("next", (JsonNode?)null)
        );

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=-1")]
    [InlineData("limit=ten")]
    [InlineData("limit=1&limit=2")]
    [InlineData("cursor=x")]
    [InlineData("cursor=!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Invalid_paging_parameters_are_rejected(string query) =>
        await (await _app.AsAda().GetAsync($"/items?{query}")).ShouldBeProblem(400, "malformed-request");
}
