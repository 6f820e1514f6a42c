using Microsoft.Extensions.Localization;

namespace PeerNetwork.Portal.Mentorships;

internal static class MemberNames
{
    private const int Most = 3;

    /// <summary>What a member is called for the user.</summary>
    public static string NameOf(
        this IStringLocalizer words,
        Guid member,
        Guid you,
        IReadOnlyDictionary<Guid, string?> names
    ) =>
        member == you ? words["Mentorship.You"] : names.GetValueOrDefault(member) ?? words["Mentorship.UnknownPartner"];

    /// <summary>The name of another member within a sentence.</summary>
    public static string PartnerOf(
        this IStringLocalizer words,
        Guid member,
        IReadOnlyDictionary<Guid, string?> names
    ) => names.GetValueOrDefault(member) ?? words["Home.YourPartner"];

    /// <summary>
    /// The names of people in one line: the first three, and how many more there are. Null where none is known.
    /// </summary>
    public static string? TextOf(this IReadOnlyDictionary<Guid, string?> names, IEnumerable<Guid> people)
    {
        string[] known = [.. people.Select(person => names.GetValueOrDefault(person)).OfType<string>()];
        var shown = string.Join(", ", known.Take(Most));
        return known.Length switch
        {
            0 => null,
            <= Most => shown,
            _ => $"{shown} +{known.Length - Most}",
        };
    }
}
