using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>A list as a stream of JSON lines.</summary>
public static class JsonLines
{
    public const string MediaType = "application/x-ndjson";

    private const int BatchSize = 500;

    /// <summary>As answers are written elsewhere.</summary>
    public static JsonSerializerOptions Json { get; } =
        new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }.WithSharedConverters();

    /// <summary>
    /// A line of JSON for each item; no more than a page of them is in memory, and a slow reader holds nothing in the
    /// database.
    /// </summary>
    public static PushStreamHttpResult Stream<T>(Func<PageRequest, Task<Page<T>>> read, CancellationToken ct) =>
        TypedResults.Stream(
            async to =>
            {
                for (Guid? after = null; ; )
                {
                    var page = await read(new(after, BatchSize));
                    foreach (var item in page.Items)
                    {
                        await JsonSerializer.SerializeAsync(to, item, Json, ct);
                        await to.WriteAsync("\n"u8.ToArray(), ct);
                    }

                    if ((after = page.Next) is null)
                        return;
                }
            },
            MediaType
        );
}
