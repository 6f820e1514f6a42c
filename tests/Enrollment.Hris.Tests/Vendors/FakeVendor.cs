using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Hris.Tests.Vendors;

/// <summary>Answers as the API of a vendor does, as far as its documentation says.</summary>
public abstract class FakeVendor
{
    public const string Secret = "s3cret-of-the-source";

    private const char Repeated = '~';

    public List<TestPerson> People { get; set; } = Company.Generate(200);

    /// <summary>Where the server is, for absolute links.</summary>
    public string Origin { get; set; } = "";

    public int PageSize { get; init; } = 40;

    /// <summary>The most records on a page, whatever is asked for.</summary>
    public int SizeLimit { get; set; } = int.MaxValue;

    /// <summary>Whether pages by cursor come from the last to the first.</summary>
    public bool IsDescending { get; set; }

    /// <summary>Whether each page by cursor comes twice.</summary>
    public bool RepeatsPages { get; set; }

    /// <summary>Called before each page of people is made.</summary>
    public Action BeforePage { get; set; } = () => { };

    public virtual bool ReportsSites => true;

    public virtual bool HasDeltas => true;

    /// <summary>Whether a read can go on where it stopped, or begins anew.</summary>
    public virtual bool HasCheckpoints => true;

    public virtual bool NoticesRemovals => true;

    public virtual bool IsJson => true;

    public abstract HrisSourceSettings Settings(Uri address);

    public abstract FakeAnswer Answer(FakeRequest request);

    /// <summary>What of a worker the vendor can tell, with the status in the words of the vendor.</summary>
    public abstract HrisWorker Expected(HrisWorker worker);

    /// <summary>What is read of a person of whom the source knows the id alone.</summary>
    public virtual HrisWorker ExpectedOfMinimal(string id) => Company.Minimal(id);

    protected static FakeAnswer Json(JsonNode node) => new(node.ToJsonString());

    protected static JsonNode Node(object value) => JsonSerializer.SerializeToNode(value)!;

    protected static JsonArray Array(IEnumerable<JsonNode> nodes) => [.. nodes];

    protected static FakeAnswer Refusal(HttpStatusCode status) => new("""{"error":"no"}""", status);

    /// <summary>People beyond an id, in the order of ids, as a server with stable cursors gives them.</summary>
    protected (List<TestPerson> Page, string? Next) After(string? cursor)
    {
        BeforePage();
        var isRepeated = cursor?.EndsWith(Repeated) == true;
        var start = cursor?.TrimEnd(Repeated) is { Length: > 0 } id ? id : null;
        var sign = IsDescending ? -1 : 1;
        var left = People
            .Where(p => start is null || sign * string.CompareOrdinal(p.Worker.Id, start) > 0)
            .Order(Comparer<TestPerson>.Create((a, b) => sign * string.CompareOrdinal(a.Worker.Id, b.Worker.Id)))
            .ToList();
        var page = left.Take(PageSize).ToList();
        if (RepeatsPages && !isRepeated)
            return (page, $"{start}{Repeated}");
        return (page, left.Count > PageSize ? page[^1].Worker.Id : null);
    }

    /// <summary>The working time as a source tells it for which this is full time.</summary>
    internal static decimal? PartOf(decimal fullTime, HrisAssignment assignment) =>
        assignment.WorkingTime is { } percent ? fullTime * int.Parse(percent, null) / 100 : null;

    protected static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", null);
}
