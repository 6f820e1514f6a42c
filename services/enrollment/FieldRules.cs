using FluentValidation;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment;

/// <summary>What several requests have in common. Null is valid where a field may be left out.</summary>
public static class FieldRules
{
    private const int MaxTagLength = 100,
        MaxAddressLength = 2_000,
        MaxLanguages = 20,
        MaxReasonLength = 1_000;

    /// <summary>A short word that people choose or write: a skill, an interest, a goal.</summary>
    public static bool IsTag(string? tag) =>
        tag is { Length: > 0 and <= MaxTagLength } && tag.Trim() == tag && TextValidation.IsLine(tag);

    /// <summary>An https address that people open in a browser, without a password in it.</summary>
    public static bool IsWebAddress(string text) =>
        text.Length <= MaxAddressLength
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps
        && address.UserInfo is "";

    /// <summary>A spreadsheet that opens an export of ours would run it.</summary>
    public static bool IsFormula(string text) => text is ['=' or '+' or '-' or '@', ..];

    public const string DayMessage = "must be a day of the years 2000 to 2199";

    /// <summary>A day that a person can mean. Null is valid.</summary>
    public static bool IsDay(DateOnly? day) => day is null or { Year: >= 2000 and <= 2199 };

    /// <summary>An ISO 639-1 code.</summary>
    public static bool IsLanguage(string? code) => code is { Length: 2 } && code.All(char.IsAsciiLetterLower);

    public static IRuleBuilderOptions<T, string?> Tag<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(tag => tag is null || IsTag(tag))
            .WithMessage($"must be a tag of one line and 1 to {MaxTagLength} characters");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> Tags<T>(
        this IRuleBuilder<T, IReadOnlyList<string>?> rule,
        int max
    ) =>
        rule.Must(tags => tags is null || tags.Count <= max)
            .WithMessage($"must not have more than {max} entries")
            .Must(tags => tags is null || tags.All(IsTag))
            .WithMessage($"must be tags of one line and 1 to {MaxTagLength} characters without blanks at their ends")
            .Must(tags => tags is null || tags.Distinct(StringComparer.OrdinalIgnoreCase).Count() == tags.Count)
            .WithMessage("must not repeat an entry");

    public static IRuleBuilderOptions<T, IReadOnlyList<string>?> Languages<T>(
        this IRuleBuilder<T, IReadOnlyList<string>?> rule
    ) =>
        rule.Must(codes =>
                codes is null
                || (codes.Count <= MaxLanguages && codes.All(IsLanguage) && codes.Distinct().Count() == codes.Count)
            )
            .WithMessage($"must be up to {MaxLanguages} different ISO 639-1 codes such as \"en\"");

    /// <summary>Why something is decided.</summary>
    public static IRuleBuilderOptions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Text(MaxReasonLength);

    public static IRuleBuilderOptions<T, string?> NoFormula<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => text is null || !IsFormula(text))
            .WithMessage("must not begin with =, +, - or @, as formulas do");

    public static IRuleBuilderOptions<T, DateOnly?> Day<T>(this IRuleBuilder<T, DateOnly?> rule) =>
        rule.Must(IsDay).WithMessage(DayMessage);
}
