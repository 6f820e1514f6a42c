namespace PeerNetwork.Engagement;

/// <summary>How long the texts may be that people write.</summary>
public static class Words
{
    public const int Line = 200;
    public const int Text = 4000;

    public static bool Fit(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest;

    public static bool FitOrNone(string? text, int longest) => text is null || Fit(text, longest);

    public static string Demand(int longest) => $"must have 1 to {longest} characters";
}
