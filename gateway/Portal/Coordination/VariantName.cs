using Microsoft.Extensions.Localization;

namespace PeerNetwork.Portal.Coordination;

/// <summary>How a variant of a run is called: by its number, and by the name that a coordinator gave it.</summary>
internal static class VariantName
{
    public static string Of(IStringLocalizer words, int number, string? name) =>
        name is null ? words["Run.VariantNumber", number] : words["Run.NamedVariant", number, name];
}
