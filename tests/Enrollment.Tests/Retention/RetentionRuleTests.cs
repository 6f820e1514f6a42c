using PeerNetwork.Enrollment.Retention;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Retention;

public class RetentionRuleTests
{
    private const RetentionKind Kind = RetentionKind.PeopleWhoLeft;
    private static readonly Guid Admin = Guid.NewGuid();
    private static readonly RetentionRuleSet Set = new(Kind, 30, Admin, TestData.Now);
    private static readonly RetentionRuleRemoved Removed = new(Kind, Admin, TestData.Now);

    private readonly DeciderSpec<RetentionRule, RetentionRuleEvent> _spec = DeciderSpec.Of<
        RetentionRule,
        RetentionRuleEvent
    >(RetentionRule.Evolve);

    [Fact]
    public void A_rule_is_set() => _spec.When(rule => SetTo(rule, 30)).Then(Set);

    [Fact]
    public void A_rule_is_changed() => _spec.Given(Set).When(rule => SetTo(rule, 60)).Then(Set with { Days = 60 });

    [Fact]
    public void The_same_rule_is_set_once() => _spec.Given(Set).When(rule => SetTo(rule, 30)).ThenNothing();

    [Fact]
    public void A_removed_rule_can_be_set_again() => _spec.Given(Set, Removed).When(rule => SetTo(rule, 30)).Then(Set);

    [Fact]
    public void A_rule_is_removed_once()
    {
        _spec.Given(Set).When(Remove).Then(Removed);
        _spec.Given(Set, Removed).When(Remove).ThenNothing();
        _spec.When(Remove).ThenNothing();
    }

    [Fact]
    public void A_rule_holds_from_the_next_day_on()
    {
        var rule = RetentionRule.Evolve(null, Set);
        var tomorrow = new DateTimeOffset(TestData.Now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero);
        rule.CutoffAt(tomorrow.AddTicks(-1)).ShouldBeNull();
        rule.CutoffAt(tomorrow).ShouldBe(tomorrow.AddDays(-30));
        RetentionRule.Evolve(rule, Removed).CutoffAt(tomorrow).ShouldBeNull();
    }

    [Fact]
    public void A_run_adds_up_its_batches()
    {
        var day = new DateOnly(2027, 3, 1);
        var run = new RetentionRunEvent[]
        {
            new ExpiredDataDestroyed(day, Kind, 100, 0, TestData.Now),
            new ExpiredDataDestroyed(day, Kind, 7, 1, TestData.Now),
            new ExpiredDataDestroyed(day, RetentionKind.SyncReports, 2, 0, TestData.Now),
            new RetentionRunCompleted(day, TestData.Now),
        }.Aggregate((RetentionRun?)null, RetentionRun.Evolve)!;
        run.Counts.ShouldBe([new(Kind, 107, 1), new(RetentionKind.SyncReports, 2, 0)]);
        run.CompletedAt.ShouldBe(TestData.Now);
    }

    private static RetentionRuleEvent[] SetTo(RetentionRule? rule, int days) =>
        SetRetentionRule.Decide(rule, Kind, days, Admin, TestData.Now);

    private static RetentionRuleEvent[] Remove(RetentionRule? rule) =>
        RemoveRetentionRule.Decide(rule, Admin, TestData.Now);
}
