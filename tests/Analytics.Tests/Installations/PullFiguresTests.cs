using PeerNetwork.Analytics.Installations;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Installations;

public sealed class PullFiguresTests
{
    private static readonly Guid Id = Guid.NewGuid();

    private static readonly ListSharedFigures.Item Item = new(
        Guid.NewGuid(),
        "germany",
        3,
        Guid.NewGuid(),
        "Career change",
        "2026-Q1",
        InstallationHost.Now,
        [new("goals.set", 20, false)],
        [new("BER", "Berlin", [new("goals.set", null, true)])]
    );

    private static readonly DeciderSpec<SharedFigures, SharedFiguresEvent> Spec = DeciderSpec.Of<
        SharedFigures,
        SharedFiguresEvent
    >(SharedFigures.Evolve);

    [Fact]
    public void New_figures_are_received() => Spec.Given().When(f => Decide(f, Item)).Then(Received(Item));

    [Fact]
    public void The_same_figures_again_change_nothing() =>
        Spec.Given(Received(Item)).When(f => Decide(f, Item with { Figures = [.. Item.Figures] })).ThenNothing();

    [Fact]
    public void A_newer_version_replaces_an_older_one()
    {
        var newer = Item with { Version = 4, Figures = [new("goals.set", 21, false)] };
        Spec.Given(Received(Item)).When(f => Decide(f, newer)).Then(Received(newer));
    }

    [Fact]
    public void An_older_version_changes_nothing() =>
        Spec.Given(Received(Item)).When(f => Decide(f, Item with { Version = 2, Name = "Old" })).ThenNothing();

    [Fact]
    public void Figures_that_were_changed_without_a_new_version_are_refused() =>
        Should
            .Throw<PartnerException>(() =>
                Decide(
                    SharedFigures.Evolve(null, Received(Item)),
                    Item with
                    {
                        Figures = [new("goals.set", 21, false)],
                    }
                )
            )
            .Message.ShouldContain("without a new version");

    [Fact]
    public void Two_partners_that_give_the_same_id_have_two_streams()
    {
        SharedFigures.IdOf("germany", Item.Id).ShouldNotBe(SharedFigures.IdOf("france", Item.Id));
        SharedFigures.IdOf("germany", Item.Id).ShouldNotBe(Item.Id);
    }

    private static SharedFiguresEvent[] Decide(SharedFigures? known, ListSharedFigures.Item item) =>
        PullFigures.Decide(known, Id, item, InstallationHost.Now);

    private static FiguresReceived Received(ListSharedFigures.Item item) =>
        new(Id, item.Installation, item.Version, item.ToFigures(), item.ReleasedAt, InstallationHost.Now);
}
