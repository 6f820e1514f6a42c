using System.Text.Json;
using FluentValidation;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Analytics.Installations;

/// <summary>A figure of the dashboard: its value, or that it is suppressed.</summary>
/// <param name="Metric">One of <see cref="FigureDefinitions"/>, such as <c>goals.set</c>.</param>
/// <param name="Value">Null where it is suppressed, and where there is nothing to take a share, mean or median
/// of.</param>
public sealed record Figure(string Metric, decimal? Value, bool Suppressed);

public sealed record SiteFigures(string Code, string Name, IReadOnlyList<Figure> Figures);

/// <summary>What other installations may know of a program in a closed period, and nothing else.</summary>
/// <param name="Period">A quarter, such as 2026-Q1.</param>
/// <param name="Figures">At all sites.</param>
public sealed record ProgramFigures(
    Guid Program,
    string Name,
    string Period,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<SiteFigures> Sites
)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static ProgramFigures FromJson(string json) => JsonSerializer.Deserialize<ProgramFigures>(json, Json)!;

    /// <summary>The rules for what leaves an installation, and for what another one accepts.</summary>
    public sealed class Validator : AbstractValidator<ProgramFigures>
    {
        private const int MaxSites = 1_000;

        private const string FiguresRule =
            "must be known figures in their range, each once, and no count of one to four";

        public Validator()
        {
            RuleFor(p => p.Name).Line();
            RuleFor(p => p.Period)
                .Must(period => Indicators.Period.TryParse(period, out _))
                .WithMessage("must be a quarter");
            RuleFor(p => p.Figures).Must(AreValid).WithMessage(FiguresRule);
            RuleFor(p => p.Sites).Must(AreDistinct).WithMessage($"must be at most {MaxSites}, each once");
            RuleForEach(p => p.Sites)
                .ChildRules(site =>
                {
                    site.RuleFor(s => s.Code).Line();
                    site.RuleFor(s => s.Name).Line();
                    site.RuleFor(s => s.Figures).Must(AreValid).WithMessage(FiguresRule);
                });
        }

        private static bool AreValid(IReadOnlyList<Figure> figures) =>
            figures.All(f => f is not null && FigureDefinitions.IsValid(f))
            && figures.DistinctBy(f => f.Metric).Count() == figures.Count;

        private static bool AreDistinct(IReadOnlyList<SiteFigures> sites) =>
            sites.Count <= MaxSites
            && sites.All(s => s is not null)
            && sites.DistinctBy(s => s.Code).Count() == sites.Count;
    }
}
