using System.Globalization;
using System.Net;
using System.Text.Json;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Reads persons page by page, and the employments of each.</summary>
internal sealed class PersonioConnector(SourceClient source, PersonioSettings settings, TimeProvider clock)
    : IHrisConnector
{
    private readonly Dictionary<string, string> _unitNames = [];

    public IAsyncEnumerable<HrisPage> Read(HrisReadRequest request, CancellationToken ct) =>
        PagedRead.Run(request, PagedRead.WatermarkAt(clock.GetUtcNow()), ReadPage, ct);

    private async Task<SourcePage> ReadPage(ReadState state, CancellationToken ct)
    {
        var answer = await source.GetJson(
            state.Position is { } link
                ? source.Resolve(link)
                : new Uri(source.Address, "/v2/persons")
                    .WithQuery("limit", settings.PageSize.ToString(CultureInfo.InvariantCulture))
                    .WithQuery("updated_at.gt", state.Since),
            ct
        );
        var mapping = new PersonioPerson(settings, clock.Today());
        var workers = new List<HrisWorker>();
        foreach (var person in ListOf(answer))
        {
            var employments = await ReadEmployments(PersonioPerson.IdOf(person), ct);
            await ReadUnitNames(employments, ct);
            workers.Add(mapping.ToWorker(person, employments, _unitNames));
        }

        return new(workers, [], NextOf(answer)?.ToPosition());
    }

    private async Task<List<JsonElement>> ReadEmployments(string person, CancellationToken ct)
    {
        var employments = new List<JsonElement>();
        var address = new Uri(source.Address, $"/v2/persons/{Uri.EscapeDataString(person)}/employments").WithQuery(
            "limit",
            "50"
        );
        var cursors = new HashSet<string?> { null };
        string? cursor = null;
        do
        {
            using var response = await source.Get(address.WithQuery("cursor", cursor), "application/json", ct);
            // The person was deleted since the page was read.
            if (response.StatusCode == HttpStatusCode.NotFound)
                return employments;
            var answer = await SourceAnswers.ReadJson(response, ct);
            employments.AddRange(ListOf(answer));
            cursor = CursorOf(answer);
        } while (cursors.Add(cursor));

        return employments;
    }

    /// <summary>Not every company can read names; the ids serve then.</summary>
    private async Task ReadUnitNames(IEnumerable<JsonElement> employments, CancellationToken ct)
    {
        foreach (var unit in employments.Select(PersonioPerson.DepartmentOf).OfType<string>())
        {
            if (_unitNames.ContainsKey(unit))
                continue;
            var address = new Uri(source.Address, $"/v2/org-units/{Uri.EscapeDataString(unit)}").WithQuery(
                "type",
                "department"
            );
            using var response = await source.Get(address, "application/json", ct);
            _unitNames[unit] = response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden
                ? unit
                : (await SourceAnswers.ReadJson(response, ct)).Text("name") ?? unit;
        }
    }

    private Uri? NextOf(JsonElement answer) =>
        answer.Text("/_meta/links/next/href") is { } link ? source.Resolve(link) : null;

    /// <summary>The next link of employments names a path that does not exist: its cursor alone is of use.</summary>
    private string? CursorOf(JsonElement answer) =>
        NextOf(answer)
            ?.Query.TrimStart('?')
            .Split('&')
            .Select(p => p.Split('=', 2))
            .Where(p => p is ["cursor", _])
            .Select(p => Uri.UnescapeDataString(p[1]))
            .FirstOrDefault();

    private List<JsonElement> ListOf(JsonElement answer) =>
        answer.Find("_data") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray()]
            : throw new HrisException($"{source.Address.Host} answers without a list.", isTransient: false);
}
