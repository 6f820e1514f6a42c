using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement;

/// <summary>Length limits of the texts that people write, and their checks.</summary>
public static class TextValidation
{
    public const int MaxLineLength = 200;
    public const int MaxTextLength = 4000;

    public static bool IsText(string? text, int maxLength) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= maxLength;

    /// <summary>Whether the text is one line, such as a name or a title.</summary>
    public static bool IsLine(string? text) => IsText(text, MaxLineLength) && CleanText.IsLine(text);

    public static bool IsTextOrNull(string? text, int maxLength) => text is null || IsText(text, maxLength);

    public static string LineMessage => $"must be one line of 1 to {MaxLineLength} characters";

    public static string TextMessage(int maxLength) => $"must have 1 to {maxLength} characters";
}
