using System.Runtime.CompilerServices;
using PeerNetwork.Enrollment.Hris;

namespace PeerNetwork.Enrollment.Tests.Syncs;

/// <summary>An HR system in memory. A checkpoint is the number of the next page, a watermark that of a delta.</summary>
internal sealed class FakeConnector : IHrisConnector
{
    /// <summary>The pages of a read of all people.</summary>
    public IReadOnlyList<HrisWorker[]> Pages { get; set; } = [];

    /// <summary>What has changed since the last read.</summary>
    public HrisWorker[] Changes { get; set; } = [];

    /// <summary>The sites that each page names.</summary>
    public HrisSite[] Sites { get; set; } = [];

    /// <summary>The watermark of the next complete read.</summary>
    public string? Watermark { get; set; }

    /// <summary>Happens before a page is given, which has this number.</summary>
    public Func<int, CancellationToken, Task> BeforePage { get; set; } = (_, _) => Task.CompletedTask;

    public List<HrisReadRequest> Requests { get; } = [];

    public async IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, [EnumeratorCancellation] CancellationToken ct)
    {
        Requests.Add(request);
        var pages = request.Watermark is null ? Pages : [Changes];
        for (var page = int.Parse(request.Checkpoint ?? "0", null); page < pages.Count; page++)
        {
            await BeforePage(page, ct);
            var isLast = page == pages.Count - 1;
            yield return new(pages[page], Sites, isLast ? null : $"{page + 1}", isLast ? Watermark : null);
        }
    }

    public static HrisWorker Worker(string id, string? manager = null, string site = "BER", string? name = null) =>
        new(
            id,
            EmployeeNumber: $"N-{id}",
            name ?? $"Name {id}",
            $"{id}@example.com",
            HrisStatus.Active,
            StatusCode: "A",
            HiredOn: new(2020, 1, 2),
            LastDay: null,
            [new(From: null, site, "Research", CostCentre: null, manager, "Chemist", "3")],
            ["en"],
            new Dictionary<string, string> { ["shift"] = "early" }
        );
}
