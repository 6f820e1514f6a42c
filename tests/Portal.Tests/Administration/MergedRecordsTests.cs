using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Administration;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Tests.Administration;

public class MergedRecordsTests : Component
{
    private static readonly Guid Survivor = Guid.CreateVersion7();
    private static readonly ListMergesMergeView First = Merge(1),
        Last = Merge(2);

    [Fact]
    public void Only_the_last_merge_can_be_undone()
    {
        using var api = new FakeApi(FakeApi.Done);
        var changes = 0;
        var (merges, dialogs) = Show(api, () => changes++, First, Last);

        merges.FindAll("tbody tr").Count.ShouldBe(2);
        merges.FindAll("tbody tr")[1].TextContent.ShouldContain("Undo the later merge first.");
        merges.FindAll("tbody button").ShouldHaveSingleItem().Click();
        dialogs.WaitForElement("textarea").Change("Two sisters.");
        dialogs.FindAll("button").Last(button => button.TextContent.Trim() == "Undo").Click();

        merges.WaitForAssertion(() => changes.ShouldBe(1));
        api.Requests.ShouldBe([($"POST /people/{Survivor}/merges/{Last.Id}/undo", """{"reason":"Two sisters."}""")]);
    }

    [Fact]
    public void Of_a_person_without_merges_nothing_is_said()
    {
        using var api = new FakeApi();

        var (merges, _) = Show(api, () => { });

        merges.Markup.Trim().ShouldBeEmpty();
    }

    private (IRenderedComponent<MergedRecords>, IRenderedComponent<MudDialogProvider>) Show(
        FakeApi api,
        Action changed,
        params ListMergesMergeView[] merges
    )
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        Render<MudPopoverProvider>();
        var dialogs = Render<MudDialogProvider>();
        var record = new PersonRecord(
            new() { Id = Survivor },
            [],
            [],
            [],
            merges,
            [],
            [],
            new Dictionary<Guid, string?>()
        );
        return (Render<MergedRecords>(p => p.Add(c => c.Record, record).Add(c => c.Changed, changed)), dialogs);
    }

    private static ListMergesMergeView Merge(int day) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Duplicate = Guid.CreateVersion7(),
            Reason = "The same person.",
            At = new(2027, 3, day, 12, 0, 0, TimeSpan.Zero),
        };
}
