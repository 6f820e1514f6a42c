using System.Text.RegularExpressions;

namespace PeerNetwork.EndToEnd;

/// <summary>
/// The names that the exporter <c>prometheus</c> of the OpenTelemetry Collector gives to metrics and attributes, for
/// the units that the platform uses (OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility").
/// </summary>
public static partial class PrometheusName
{
    private static readonly Dictionary<string, string> Units = new()
    {
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["By"] = "bytes",
        ["%"] = "percent",
        ["1"] = "",
        [""] = "",
    };

    public static string Of(string metric, string unit, bool isGauge, bool isCounter)
    {
        var words = NotInNames.Split(metric).ToList();
        // A unit in braces, such as {message}, is only a remark.
        var suffix = unit.StartsWith('{') ? "" : Units.GetValueOrDefault(unit, unit);
        if (suffix.Length > 0 && !words.Contains(suffix))
            words.Add(suffix);
        if (isCounter)
            words = [.. words.Where(word => word != "total"), "total"];
        if (isGauge && unit == "1")
            words = [.. words.Where(word => word != "ratio"), "ratio"];
        return string.Join("_", words);
    }

    public static string OfLabel(string attribute) => NotInNames.Replace(attribute, "_");

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames { get; }
}
