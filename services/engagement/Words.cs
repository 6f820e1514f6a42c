using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement;

/// <summary>How long the texts may be that people write.</summary>
public static class Words
{
    public const int Line = 200;
    public const int Text = 4000;

    public static bool Fit(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest;

    /// <summary>Whether it can stand where a name stands.</summary>
    public static bool FitLine(string? text) => Fit(text, Line) && CleanText.IsLine(text);

    public static bool FitOrNone(string? text, int longest) => text is null || Fit(text, longest);

    public static string LineDemand => $"must be one line of 1 to {Line} characters";

    public static string Demand(int longest) => $"must have 1 to {longest} characters";
}
