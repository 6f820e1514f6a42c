namespace PeerNetwork.Enrollment.Hris;

internal static class Queries
{
    /// <summary>The address with another query parameter; the same address where the value is null.</summary>
    public static Uri WithQuery(this Uri address, string? name, string? value)
    {
        if (name is null || value is null)
            return address;
        var builder = new UriBuilder(address);
        var separator = builder.Query.Length > 1 ? "&" : "";
        // OData names its parameters with a dollar sign, which not every server accepts in its escaped form.
        var parameter = Uri.EscapeDataString(name).Replace("%24", "$", StringComparison.Ordinal);
        builder.Query = $"{builder.Query}{separator}{parameter}={Uri.EscapeDataString(value)}";
        return builder.Uri;
    }

    /// <summary>Path and query, as far as they are needed to find a page again.</summary>
    public static string ToPosition(this Uri page) => page.PathAndQuery;
}
