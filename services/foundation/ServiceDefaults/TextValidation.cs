using System.Text;
using FluentValidation;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// The text that people may write: any script, in either direction, without control characters other than tab and line
/// breaks, and without halves of surrogate pairs. A line, such as a name, has no line breaks either, and none of the
/// marks that turn the direction of what follows (U+202A to U+202E, U+2066 to U+2069): with these one name passes for
/// another, and no script needs them within a line.
/// </summary>
/// <remarks>The JSON reader rejects text with control characters, so that the rules here do not ask again.</remarks>
public static class TextValidation
{
    internal const string TextMessage = "must not hold control characters or broken Unicode.";
    public const string LineMessage =
        "must be one line without control characters, marks that turn its direction, or broken Unicode.";

    private const int MaxTextLength = 4_000,
        MaxLineLength = 200;

    /// <summary>
    /// Text, with more than blanks. Null is valid: the JSON reader rejects it where text is required.
    /// </summary>
    public static IRuleBuilderOptions<T, string?> Text<T>(
        this IRuleBuilder<T, string?> rule,
        int maxLength = MaxTextLength
    ) =>
        rule.Must(text => text is null || HasLength(text, maxLength))
            .WithMessage($"must have 1 to {maxLength} characters");

    /// <summary>One line of text, with more than blanks. Null is valid.</summary>
    public static IRuleBuilderOptions<T, string?> Line<T>(
        this IRuleBuilder<T, string?> rule,
        int maxLength = MaxLineLength
    ) =>
        rule.Must(text => text is null || (HasLength(text, maxLength) && IsLine(text)))
            .WithMessage($"must be one line of 1 to {maxLength} characters");

    public static bool IsText(string? text)
    {
        if (text is null)
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes puts U+FFFD where half a pair stands.
            if (rune == Rune.ReplacementChar || (Rune.IsControl(rune) && rune.Value is not ('\t' or '\n' or '\r')))
                return false;
        }

        return true;
    }

    public static bool IsLine(string? text) => IsText(text) && text?.Any(Breaks) is not true;

    private static bool HasLength(string text, int maxLength) =>
        text.Length <= maxLength && !string.IsNullOrWhiteSpace(text);

    private static bool Breaks(char c) =>
        c
            is '\t'
                or '\n'
                or '\r'
                or '\u2028'
                or '\u2029'
                or (>= '\u202a' and <= '\u202e')
                or (>= '\u2066' and <= '\u2069');
}
