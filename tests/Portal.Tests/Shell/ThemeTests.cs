using MudBlazor;
using MudBlazor.Utilities;
using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Tests.Shell;

public class ThemeTests
{
    /// <summary>Above the 4.5 of WCAG 2.2 AA.</summary>
    private const double LeastContrast = 5.0;

    public static TheoryData<bool> Looks => [false, true];

    [Theory]
    [MemberData(nameof(Looks))]
    public void Every_text_can_be_read(bool isDark)
    {
        Palette palette = isDark ? Theme.Portal.PaletteDark : Theme.Portal.PaletteLight;
        MudColor[] texts =
        [
            palette.TextPrimary,
            palette.TextSecondary,
            palette.Primary,
            palette.Secondary,
            palette.Success,
            palette.Warning,
            palette.Error,
            palette.Info,
        ];
        foreach (var text in texts)
        foreach (var behind in new[] { palette.Background, palette.Surface })
            Contrast(text, behind).ShouldBeGreaterThanOrEqualTo(LeastContrast, $"{text} on {behind}");
        Contrast(palette.PrimaryContrastText, palette.Primary).ShouldBeGreaterThanOrEqualTo(LeastContrast);
    }

    /// <summary>WCAG 2.2: contrast ratio.</summary>
    private static double Contrast(MudColor one, MudColor other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(MudColor color) =>
        0.2126 * Linear(color.R) + 0.7152 * Linear(color.G) + 0.0722 * Linear(color.B);

    private static double Linear(byte channel) =>
        channel / 255.0 is var c && c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
}
