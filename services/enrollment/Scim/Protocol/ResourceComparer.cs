using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>The direction of sorting.</summary>
public enum SortOrder
{
    Ascending,
    Descending,
}

/// <summary>
/// The order of RFC 7644 section 3.4.2.3. Of several values the primary one counts, or else the first. Resources
/// without a value are last when ascending and first when descending. Those with equal values are ordered by id, so
/// that pages do not overlap.
/// </summary>
public sealed class ResourceComparer(AttributePath path, SortOrder order) : IComparer<JsonObject>
{
    private readonly ScimAttribute? _attribute = path.Target?.Comparable;
    private readonly AttributePath _whole = path with { SubName = null, SubAttribute = null };

    public int Compare(JsonObject? x, JsonObject? y)
    {
        var byValue = (KeyOf(x), KeyOf(y)) switch
        {
            (null, null) => 0,
            (null, _) => 1,
            (_, null) => -1,
            var (left, right) => AttributeOrder.Compare(_attribute!, left, right),
        };
        return byValue == 0 ? string.CompareOrdinal(IdOf(x), IdOf(y))
            : order == SortOrder.Ascending ? Math.Sign(byValue)
            : -Math.Sign(byValue);
    }

    private object? KeyOf(JsonObject? resource)
    {
        if (_attribute is null || resource is null)
            return null;
        var values = _whole.ValuesIn(resource);
        var value = values.OfType<JsonObject>().FirstOrDefault(AttributeValues.IsPrimary) ?? values.FirstOrDefault();
        if (value is JsonObject element)
            value = element[path.SubName ?? _attribute.Name];
        return AttributeOrder.Read(_attribute, value);
    }

    private static string? IdOf(JsonObject? resource) => ScimJson.Text(resource?["id"]);
}
