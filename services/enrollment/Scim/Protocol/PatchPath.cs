using System.Diagnostics.CodeAnalysis;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// The target of a PATCH operation: an attribute, or those of its values that meet a filter, as in
/// <c>emails[type eq "work"].value</c>.
/// </summary>
/// <param name="Filter">Its paths are names of sub-attributes.</param>
public sealed record PatchPath(AttributePath Target, ScimFilter? Filter)
{
    /// <exception cref="ScimException"><c>invalidPath</c>, or <c>invalidFilter</c> for what is in brackets.</exception>
    public static PatchPath Parse(string text, ScimResourceType type) =>
        TryParse(text, type, out var path)
            ? path
            : throw ScimException.BadRequest(
                ScimErrorType.InvalidPath,
                $"The path {ScimText.Quote(text)} is not of the form attribute, attribute.subAttribute, "
                    + "attribute[filter] or attribute[filter].subAttribute."
            );

    /// <summary>False when the text is no path.</summary>
    /// <exception cref="ScimException"><c>invalidFilter</c> for what is in brackets.</exception>
    public static bool TryParse(string text, ScimResourceType type, [NotNullWhen(true)] out PatchPath? path)
    {
        path = null;
        var (open, close) = (text.IndexOf('['), text.LastIndexOf(']'));
        if (open < 0 || close < open)
        {
            if (AttributePath.TryParse(text, type, out var target))
                path = new(target, null);
            return path is not null;
        }

        var (name, rest) = (text[..open].Trim(), text[(close + 1)..].Trim());
        if (
            !AttributePath.TryParse(name, type, out var attribute)
            || attribute is { Name: null } or { SubName: not null } or { Attribute.MultiValued: false }
            || (rest.Length > 0 && rest[0] != '.')
            || !AttributePath.TryParse(name + rest, type, out var filtered)
        )
            return false;
        path = new(filtered, FilterParser.ParseWithin(text[(open + 1)..close], attribute.Attribute));
        return true;
    }

    public override string ToString() =>
        Filter is null
            ? $"{Target}"
            : $"{Target with { SubName = null }}[{Filter}]{(Target.SubName is null ? "" : $".{Target.SubName}")}";
}
