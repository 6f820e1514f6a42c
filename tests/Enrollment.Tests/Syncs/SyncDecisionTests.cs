using PeerNetwork.Enrollment.Hris;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Syncs;

public class SyncDecisionTests
{
    private static readonly SyncId Id = new(new("00000000-0000-7000-8000-0000000000e1"));
    private static readonly Guid Admin = new("00000000-0000-7000-8000-0000000000e2");
    private static readonly PersonalText Reason = new(Admin, "As expected.");
    private static readonly DateTimeOffset Now = TestData.Now;

    private static readonly SyncRequested Requested = new(
        Id,
        "hr",
        SyncMode.Full,
        null,
        false,
        SyncTrigger.Schedule,
        null,
        null,
        Now
    );
    private static readonly SyncPageRead LastPage = new(Id, 3, null, "w1", Now);

    private static readonly PlanOutcome Outcome = new(
        new(3, 0, 2, 1, 1, 0, 1, 20, 2, 0),
        new Dictionary<string, int> { ["name"] = 3 },
        new Dictionary<string, int> { ["custom.shift"] = 1 },
        ["OSL"],
        [],
        TripsBrake: false,
        IsEmpty: false,
        IsAsApproved: false
    );

    private static readonly SyncPlanned Planned = new(
        Id,
        Outcome.Counts,
        Outcome.Coverage,
        Outcome.Unmapped,
        Outcome.MissingSites,
        SyncReports.Of(Id, []),
        Now
    );

    private readonly DeciderSpec<Sync, SyncEvent> _reading = DeciderSpec
        .Of<Sync, SyncEvent>(Sync.Evolve)
        .Given(Requested);

    private DeciderSpec<Sync, SyncEvent> Read => _reading.Given(LastPage);

    private DeciderSpec<Sync, SyncEvent> Held => Read.Given(Planned, new SyncHeld(Id, HoldReason.Brake, Now));

    private DeciderSpec<Sync, SyncEvent> Approved => Held.Given(new SyncApproved(Id, Admin, Reason, Now));

    [Fact]
    public void A_page_is_kept_while_the_sync_reads()
    {
        var page = new HrisPage([FakeConnector.Worker("a")], [], "1", null);
        _reading.When(s => ReadPage.Decide(s, page, Now)).Then(new SyncPageRead(Id, 1, "1", null, Now));
        Read.When(s => ReadPage.Decide(s, page, Now)).ThenNothing();
    }

    [Fact]
    public void Changes_under_the_brake_are_written() => Read.When(s => PlanSync.Decide(s, Outcome, Now)).Then(Planned);

    [Fact]
    public void Changes_that_trip_the_brake_are_held() =>
        Read.When(s => PlanSync.Decide(s, Outcome with { TripsBrake = true }, Now))
            .Then(Planned, new SyncHeld(Id, HoldReason.Brake, Now));

    [Fact]
    public void An_approval_that_was_asked_for_is_waited_for_where_something_changes()
    {
        var read = DeciderSpec
            .Of<Sync, SyncEvent>(Sync.Evolve)
            .Given(Requested with { NeedsApproval = true }, LastPage);
        read.When(s => PlanSync.Decide(s, Outcome, Now))
            .Then(Planned, new SyncHeld(Id, HoldReason.ApprovalRequired, Now));
        read.When(s => PlanSync.Decide(s, Outcome with { IsEmpty = true }, Now)).Then(Planned);
    }

    [Fact]
    public void What_is_left_after_a_stop_is_written_within_the_brake()
    {
        var writing = Read.Given(Planned);
        writing.When(s => PlanSync.Decide(s, Outcome, Now)).ThenNothing();
        writing
            .When(s => PlanSync.Decide(s, Outcome with { TripsBrake = true }, Now))
            .Then(Planned, new SyncHeld(Id, HoldReason.Brake, Now));
    }

    [Fact]
    public void An_approval_is_for_the_changes_that_were_shown()
    {
        Approved
            .When(s => PlanSync.Decide(s, Outcome with { TripsBrake = true, IsAsApproved = true }, Now))
            .ThenNothing();
        Approved
            .When(s => PlanSync.Decide(s, Outcome, Now))
            .Then(Planned, new SyncHeld(Id, HoldReason.ChangedSinceApproval, Now));
    }

    [Fact]
    public void Only_a_read_sync_is_planned() => _reading.When(s => PlanSync.Decide(s, Outcome, Now)).ThenNothing();

    [Fact]
    public void An_approval_names_the_plan()
    {
        Held.When(s => ApproveSync.Decide(s, 1, Admin, Reason, Now)).Then(new SyncApproved(Id, Admin, Reason, Now));
        Held.When(s => ApproveSync.Decide(s, 2, Admin, Reason, Now)).ThenThrows(DomainError.Conflict, "plan, 1");
        Read.When(s => ApproveSync.Decide(s, 1, Admin, Reason, Now)).ThenThrows(DomainError.Conflict, "planning");
        DeciderSpec
            .Of<Sync, SyncEvent>(Sync.Evolve)
            .When(s => ApproveSync.Decide(s, 1, Admin, Reason, Now))
            .ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void A_held_sync_is_rejected_and_no_other()
    {
        Held.When(s => RejectSync.Decide(s, Admin, Reason, Now)).Then(new SyncRejected(Id, Admin, Reason, Now));
        Approved.When(s => RejectSync.Decide(s, Admin, Reason, Now)).ThenThrows(DomainError.Conflict);
    }

    [Fact]
    public void A_sync_is_cancelled_until_it_ends()
    {
        var cancelled = new SyncCancelled(Id, Admin, Now);
        _reading.When(s => CancelSync.Decide(s, Admin, Now)).Then(cancelled);
        Held.When(s => CancelSync.Decide(s, Admin, Now)).Then(cancelled);
        Held.Given(cancelled).When(s => CancelSync.Decide(s, Admin, Now)).ThenNothing();
        Approved.When(s => CancelSync.Decide(s, Admin, Now)).Then(cancelled);
        Approved
            .Given(new SyncCompleted(Id, null, Now))
            .When(s => CancelSync.Decide(s, Admin, Now))
            .ThenThrows(DomainError.Conflict, "has ended");
        DeciderSpec
            .Of<Sync, SyncEvent>(Sync.Evolve)
            .When(s => CancelSync.Decide(s, Admin, Now))
            .ThenThrows(DomainError.NotFound);
    }

    [Fact]
    public void Batches_are_written_until_the_sync_is_cancelled()
    {
        var (written, cancelled) = (new SyncBatchWritten(Id, 2, Now), new SyncCancelled(Id, Admin, Now));
        Approved.When(s => WriteBatch.Decide(s, 2, Now)).Then(written);
        Approved.Given(written, cancelled).When(s => WriteBatch.Decide(s, 2, Now)).ThenNothing();
        Approved.Given(written, cancelled).When(s => CompleteSync.Decide(s, 0, Now)).ThenNothing();
        Held.When(s => WriteBatch.Decide(s, 2, Now)).ThenNothing();
    }

    [Fact]
    public void What_is_written_counts_for_its_plan()
    {
        var written = new SyncBatchWritten(Id, 2, Now);
        Fold(Requested, LastPage, Planned, written, written).Written.ShouldBe(4);
        Fold(Requested, LastPage, Planned, written, Planned).Written.ShouldBe(0);

        static Sync Fold(params SyncEvent[] events) => events.Aggregate((Sync?)null, Sync.Evolve)!;
    }

    [Fact]
    public void A_sync_with_errors_leaves_no_watermark()
    {
        Approved.When(s => CompleteSync.Decide(s, 0, Now)).Then(new SyncCompleted(Id, "w1", Now));
        Approved.When(s => CompleteSync.Decide(s, 1, Now)).Then(new SyncCompleted(Id, null, Now));
        Held.When(s => CompleteSync.Decide(s, 0, Now)).ThenNothing();
    }

    [Fact]
    public void Only_a_sync_that_has_not_ended_fails()
    {
        var failed = new SyncFailed(Id, "No answer.", Now);
        _reading.When(s => FailSync.Decide(s, "No answer.", Now)).Then(failed);
        _reading.Given(failed).When(s => FailSync.Decide(s, "No answer.", Now)).ThenNothing();
    }

    [Fact]
    public void What_was_staged_is_erased_once_after_the_end()
    {
        var (failed, erased) = (new SyncFailed(Id, "No answer.", Now), new SyncDataErased(Id, Now));
        _reading.When(s => EraseSyncData.Decide(s, Now)).ThenNothing();
        _reading.Given(failed).When(s => EraseSyncData.Decide(s, Now)).Then(erased);
        _reading.Given(failed, erased).When(s => EraseSyncData.Decide(s, Now)).ThenNothing();
    }

    [Theory]
    // Without a schedule, a sync follows each webhook that came after the last request.
    [InlineData(null, null, null, null)]
    [InlineData(null, null, -1, SyncTrigger.Webhook)]
    [InlineData(null, -120, -1, SyncTrigger.Webhook)]
    [InlineData(null, -60, -1, SyncTrigger.Webhook)]
    [InlineData(null, -59, -1, null)]
    [InlineData(null, -120, -120, null)]
    [InlineData(null, -120, -121, null)]
    [InlineData(3600, null, null, SyncTrigger.Schedule)]
    [InlineData(3600, -3600, null, SyncTrigger.Schedule)]
    [InlineData(3600, -3600, -1, SyncTrigger.Schedule)]
    [InlineData(3600, -3599, null, null)]
    [InlineData(3600, -3599, -1, SyncTrigger.Webhook)]
    public void The_schedule_and_webhooks_ask_for_syncs(int? interval, int? last, int? noticed, SyncTrigger? expected)
    {
        SyncRequests
            .FindTrigger(interval is { } seconds ? TimeSpan.FromSeconds(seconds) : null, At(last), At(noticed), Now)
            .ShouldBe(expected);

        static DateTimeOffset? At(int? seconds) => seconds is { } s ? Now.AddSeconds(s) : null;
    }

    [Theory]
    [InlineData(null, null, 0, SyncMode.Full)]
    [InlineData(null, "w1", 2, SyncMode.Delta)]
    [InlineData(null, "w1", 30, SyncMode.Full)]
    [InlineData(null, null, 2, SyncMode.Full)]
    [InlineData(SyncMode.Full, "w1", 2, SyncMode.Full)]
    [InlineData(SyncMode.Delta, "w1", 30, SyncMode.Delta)]
    [InlineData(SyncMode.Delta, null, 30, SyncMode.Full)]
    public void A_delta_needs_a_watermark_and_a_recent_read_of_all(
        SyncMode? wanted,
        string? watermark,
        int hoursSinceFull,
        SyncMode expected
    )
    {
        var source = new HrSource("hr", new(), new() { Fields = new() }, new FakeConnector());
        var full = hoursSinceFull == 0 ? null : new CompletedSync(null, Now.AddHours(-hoursSinceFull));
        var last = watermark is null ? null : new CompletedSync(watermark, Now.AddHours(-1));
        var requested = SyncRequests.Decide(Id, source, wanted, last, full, TimeSpan.FromDays(1), Now);
        requested.Mode.ShouldBe(expected);
        requested.Watermark.ShouldBe(expected == SyncMode.Delta ? watermark : null);
    }
}
