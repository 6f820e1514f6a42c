using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment;

/// <summary>Short words that people choose or write: skills, interests, goals.</summary>
public static class Tags
{
    public static bool IsValid(string? tag) =>
        tag is { Length: > 0 and <= 100 } && tag.Trim() == tag && TextValidation.IsLine(tag);

    public static void Validate(Check check, IReadOnlyList<string>? tags, string field, int max)
    {
        if (tags is null)
            return;
        check.That(tags.Count <= max, field, $"must not have more than {max} entries");
        check.That(
            tags.All(IsValid),
            field,
            "must be tags of one line and 1 to 100 characters without blanks at their ends"
        );
        check.That(
            tags.Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Count,
            field,
            "must not repeat an entry"
        );
    }
}

/// <summary>Languages by their ISO 639-1 codes.</summary>
public static class Languages
{
    public static bool IsValid(string? code) => code is { Length: 2 } && code.All(char.IsAsciiLetterLower);

    public static void Validate(Check check, IReadOnlyList<string>? codes, string field) =>
        check.That(
            codes is null || (codes.Count <= 20 && codes.All(IsValid) && codes.Distinct().Count() == codes.Count),
            field,
            "must be up to 20 different ISO 639-1 codes such as \"en\""
        );
}
