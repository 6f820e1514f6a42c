using MudBlazor;

namespace PeerNetwork.Portal.Shell;

/// <summary>Colours, letters and spaces of the whole portal. A test computes the contrast of texts.</summary>
public static class Theme
{
    private static readonly string[] Fonts =
    [
        "system-ui",
        "-apple-system",
        "Segoe UI",
        "Roboto",
        "Noto Sans",
        "Noto Sans CJK JP",
        "sans-serif",
    ];

    public static readonly MudTheme Portal = new()
    {
        PaletteLight = Light(),
        PaletteDark = Dark(),
        LayoutProperties = new() { DefaultBorderRadius = "10px", AppbarHeight = "56px" },
        Typography = new()
        {
            Default = Letters<DefaultTypography>("1rem", 400),
            Body1 = Letters<Body1Typography>("1rem", 400),
            Body2 = Letters<Body2Typography>("0.875rem", 400),
            Caption = Letters<CaptionTypography>("0.875rem", 400),
            Button = Letters<ButtonTypography>("1rem", 600),
            H1 = Letters<H1Typography>("1.75rem", 600),
            H2 = Letters<H2Typography>("1.25rem", 600),
            H3 = Letters<H3Typography>("1rem", 600),
        },
    };

    /// <summary>The colours of the series of a chart, in their order.</summary>
    public static string[] ChartColors(bool isDark) =>
        isDark
            ? ["#5CC8A8", "#F2A272", "#8DBBF0", "#E2B45C", "#CFA3DD", "#9DABA5"]
            : ["#0B6B53", "#B4470F", "#1F5FA8", "#8A5A00", "#7A3E8E", "#54615B"];

    private static PaletteLight Light() =>
        new()
        {
            Background = "#F7F8F7",
            Surface = "#FFFFFF",
            AppbarBackground = "#FFFFFF",
            AppbarText = "#1B2420",
            DrawerBackground = "#F7F8F7",
            LinesDefault = "#D9DFDC",
            LinesInputs = "#54615B",
            Divider = "#D9DFDC",
            TextPrimary = "#1B2420",
            TextSecondary = "#54615B",
            ActionDefault = "#54615B",
            Primary = "#0B6B53",
            PrimaryContrastText = "#FFFFFF",
            Secondary = "#B4470F",
            Success = "#1F7A3D",
            Warning = "#8A5A00",
            Error = "#B3261E",
            Info = "#1F5FA8",
        };

    private static PaletteDark Dark() =>
        new()
        {
            Background = "#101614",
            Surface = "#18211E",
            AppbarBackground = "#18211E",
            AppbarText = "#E6ECE9",
            DrawerBackground = "#101614",
            LinesDefault = "#2C3934",
            LinesInputs = "#9DABA5",
            Divider = "#2C3934",
            TextPrimary = "#E6ECE9",
            TextSecondary = "#9DABA5",
            ActionDefault = "#9DABA5",
            Primary = "#5CC8A8",
            PrimaryContrastText = "#06231B",
            Secondary = "#F2A272",
            SecondaryContrastText = "#06231B",
            Success = "#6CCB8B",
            SuccessContrastText = "#06231B",
            Warning = "#E2B45C",
            WarningContrastText = "#06231B",
            Error = "#F2A19B",
            ErrorContrastText = "#06231B",
            Info = "#8DBBF0",
            InfoContrastText = "#06231B",
        };

    private static T Letters<T>(string size, int weight)
        where T : BaseTypography, new() =>
        new()
        {
            FontFamily = Fonts,
            FontSize = size,
            FontWeight = weight.ToString(System.Globalization.CultureInfo.InvariantCulture),
            LineHeight = "1.5",
            LetterSpacing = "normal",
            TextTransform = "none",
        };
}
