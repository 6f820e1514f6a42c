namespace PeerNetwork.Portal.Preferences;

/// <summary>Light, dark, or as the system of the user.</summary>
public enum ThemeChoice
{
    System,
    Light,
    Dark,
}

/// <param name="Choice">What the user has chosen.</param>
/// <param name="IsDark">Whether the page is dark now; as the browser says where the system decides.</param>
public sealed record Appearance(ThemeChoice Choice, bool IsDark)
{
    public const string Cookie = "portal-theme",
        BrowserHint = "Sec-CH-Prefers-Color-Scheme";

    public static Appearance Of(HttpRequest request) =>
        Enum.TryParse<ThemeChoice>(request.Cookies[Cookie], out var choice) && choice is not ThemeChoice.System
            ? new(choice, choice is ThemeChoice.Dark)
            : new(ThemeChoice.System, request.Headers[BrowserHint] == "\"dark\"");
}
