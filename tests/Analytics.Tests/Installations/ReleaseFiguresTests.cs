using PeerNetwork.Analytics.Installations;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Installations;

public sealed class ReleaseFiguresTests
{
    private static readonly Guid Id = Guid.NewGuid();
    private static readonly ProgramFigures Figures = new(Guid.NewGuid(), "Career change", "2026-Q1", [], []);

    private static readonly DeciderSpec<SharedFigures, SharedFiguresEvent> Spec = DeciderSpec.Of<
        SharedFigures,
        SharedFiguresEvent
    >(SharedFigures.Evolve);

    [Fact]
    public void Figures_of_a_closed_period_are_released() =>
        Spec.Given()
            .When(f => ReleaseFigures.Decide(f, Id, Figures, InstallationHost.Now))
            .Then(new FiguresReleased(Id, Figures, InstallationHost.Now));

    [Fact]
    public void Released_figures_never_change() =>
        Spec.Given(new FiguresReleased(Id, Figures, InstallationHost.Now))
            .When(f => ReleaseFigures.Decide(f, Id, Figures with { Name = "Another" }, InstallationHost.Now.AddDays(1)))
            .ThenNothing();

    /// <summary>2026-Q1 ends on Sunday 29 March.</summary>
    [Theory]
    [InlineData("2026-03-29", 0, "2025-Q4")]
    [InlineData("2026-03-30", 0, "2026-Q1")]
    [InlineData("2026-04-12", 14, "2025-Q4")]
    [InlineData("2026-04-13", 14, "2026-Q1")]
    [InlineData("2026-01-01", 0, "2025-Q4")] // a day of 2026-Q1, which began on 29 December
    [InlineData("2026-12-31", 14, "2026-Q3")]
    public void A_period_is_closed_when_it_has_ended_and_settled(string today, int settlingDays, string newest) =>
        ReleaseFigures
            .ClosedPeriods(DateOnly.ParseExact(today, "yyyy-MM-dd"), settlingDays)
            .Select(p => $"{p}")
            .First()
            .ShouldBe(newest);

    [Fact]
    public void The_figures_of_a_year_are_released() =>
        ReleaseFigures
            .ClosedPeriods(new(2026, 5, 1), settlingDays: 14)
            .Select(p => $"{p}")
            .ShouldBe(["2026-Q1", "2025-Q4", "2025-Q3", "2025-Q2"]);
}
