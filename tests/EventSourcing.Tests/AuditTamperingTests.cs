namespace PeerNetwork.EventSourcing.Tests;

/// <summary>Changes to stored events, links and heads, by a user who may change everything in the database.</summary>
public sealed class AuditTamperingTests : IAsyncLifetime
{
    private AccountsService _service = null!;
    private Guid _account;

    /// <summary>Eight events of one stream, with the sequence numbers 1 to 8.</summary>
    public async Task InitializeAsync()
    {
        _service = await AuditFixture.StartAudited();
        _account = await _service.OpenAccount();
        for (var i = 2; i <= 8; i++)
            await _service.PayIn(_account, i);
        await _service.WaitUntilChained();
        (await _service.CheckChain()).Faults.ShouldBeEmpty();
        (await _service.Scalar<long>("select max(seq_id) from accounts.mt_events")).ShouldBe(8);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData("data = jsonb_set(data, '{cents}', '400')")]
    [InlineData("timestamp = timestamp + interval '1 microsecond'")]
    [InlineData("user_name = 'somebody else'")]
    [InlineData("headers = '{\"onBehalfOf\": \"somebody else\"}'")]
    [InlineData("type = 'number_changed'")]
    [InlineData("is_archived = true")]
    [InlineData("version = 99")]
    public async Task An_altered_event_is_named(string change)
    {
        await _service.Execute($"update accounts.mt_events set {change} where seq_id = 4");
        await ShouldFind((AuditFaultKind.Altered, 4));
    }

    [Fact]
    public async Task Further_altered_events_are_named_too()
    {
        await _service.Execute("update accounts.mt_events set user_name = 'x' where seq_id in (2, 5, 8)");
        await ShouldFind((AuditFaultKind.Altered, 2), (AuditFaultKind.Altered, 5), (AuditFaultKind.Altered, 8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public async Task A_deleted_event_is_named(long sequence)
    {
        await _service.Execute($"delete from accounts.mt_events where seq_id = {sequence}");
        await ShouldFind((AuditFaultKind.Missing, sequence));
    }

    [Fact]
    public async Task An_event_that_was_made_a_tombstone_is_missing()
    {
        await _service.Execute("update accounts.mt_events set type = 'tombstone' where seq_id = 4");
        await ShouldFind((AuditFaultKind.Missing, 4));
    }

    /// <summary>Before the first event, and after the last that the service has numbered.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(-70_000)]
    [InlineData(1_000)]
    public async Task An_added_event_is_named(long sequence)
    {
        await _service.Execute(
            $"""
            insert into accounts.mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id)
            select {sequence}, gen_random_uuid(), stream_id, 9, data, type, timestamp, tenant_id
            from accounts.mt_events where seq_id = 3
            """
        );
        var report = await _service.CheckChain();
        report
            .Faults.Select(f => (f.Kind, f.Sequence, f.Stream))
            .ShouldBe([(AuditFaultKind.Added, sequence, _account)]);
    }

    [Fact]
    public async Task An_event_whose_link_was_deleted_was_never_chained()
    {
        await _service.Execute("delete from accounts.audit_links where sequence > 6");
        await ShouldFind((AuditFaultKind.Added, 7), (AuditFaultKind.Added, 8), (AuditFaultKind.Head, 8));
    }

    [Fact]
    public async Task Swapped_events_are_named_with_their_places()
    {
        await _service.Execute(
            """
            update accounts.mt_events set seq_id = -3 where seq_id = 3;
            update accounts.mt_events set seq_id = 3 where seq_id = 6;
            update accounts.mt_events set seq_id = 6 where seq_id = -3
            """
        );
        await ShouldFind((AuditFaultKind.Reordered, 3), (AuditFaultKind.Reordered, 6));
        (await _service.CheckChain()).Faults[0].Sentence.ShouldEndWith("was reordered: it was chained as 6.");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task An_altered_link_is_named(long sequence)
    {
        await _service.Execute(
            $"update accounts.audit_links set link = sha256('x'::bytea) where sequence = {sequence}"
        );
        await ShouldFind((AuditFaultKind.Link, sequence));
    }

    [Fact]
    public async Task An_altered_last_link_fits_neither_its_event_nor_its_head()
    {
        await _service.Execute("update accounts.audit_links set link = sha256('x'::bytea) where sequence = 8");
        await ShouldFind((AuditFaultKind.Link, 8), (AuditFaultKind.Head, 8));
    }

    [Fact]
    public async Task An_event_that_was_deleted_with_its_link_is_named_by_the_gap()
    {
        await _service.Execute(
            "delete from accounts.mt_events where seq_id = 4; delete from accounts.audit_links where sequence = 4"
        );
        await ShouldFind((AuditFaultKind.Missing, 4));
        (await _service.CheckChain()).Faults[0].Sentence.ShouldStartWith("Between the events 3 and 5, 1 events");
    }

    [Fact]
    public async Task The_last_events_that_were_deleted_with_their_links_are_missed_by_the_head()
    {
        await _service.Execute(
            "delete from accounts.mt_events where seq_id > 6; delete from accounts.audit_links where sequence > 6"
        );
        await ShouldFind((AuditFaultKind.Head, 8));
    }

    /// <summary>All links after it are right again; the signed head is not.</summary>
    [Fact]
    public async Task An_altered_event_whose_chain_was_recomputed_does_not_fit_the_head_of_its_day()
    {
        await _service.Execute(
            """
            update accounts.mt_events set user_name = 'x' where seq_id = 4;
            update accounts.audit_links l set entry = sha256(convert_to(row(e.id, e.stream_id, e.version, e.type,
                e.timestamp at time zone 'UTC', e.data, e.correlation_id, e.causation_id, e.user_name,
                nullif(e.headers, 'null'), coalesce(e.is_archived, false))::text, 'UTF8'))
            from accounts.mt_events e where e.seq_id = l.sequence;
            with recursive chain as (
                select sequence, sha256(entry) as link from accounts.audit_links where number = 1
                union all select l.sequence, sha256(c.link || l.entry) from chain c
                    join accounts.audit_links l on l.sequence = c.sequence + 1)
            update accounts.audit_links l set link = c.link from chain c where c.sequence = l.sequence;
            """
        );
        await ShouldFind((AuditFaultKind.Head, 8));

        await _service.Execute(
            "update accounts.audit_heads set link = (select link from accounts.audit_links where sequence = 8)"
        );
        await ShouldFind((AuditFaultKind.Head, null));
        (await _service.CheckChain()).Faults[0].Sentence.ShouldEndWith("does not fit its signature.");
    }

    [Theory]
    [InlineData("last_number = 9")]
    [InlineData("first_sequence = 2")]
    [InlineData("day = day - 1")]
    [InlineData("signature = sha256('x'::bytea)")]
    public async Task An_altered_head_does_not_fit_its_signature(string change)
    {
        await _service.Execute($"update accounts.audit_heads set {change}");
        var report = await _service.CheckChain();
        report.Faults[0].Kind.ShouldBe(AuditFaultKind.Head);
        report.Faults[0].Day.ShouldNotBeNull();
        report.Faults[0].Sentence.ShouldEndWith("does not fit its signature.");
    }

    [Fact]
    public async Task A_last_event_that_was_moved_with_its_link_and_altered_does_not_fit_the_head()
    {
        await _service.Scalar<long>("select nextval('accounts.mt_events_sequence')");
        await _service.PayIn(_account, 10);
        await _service.WaitUntilChained();
        await _service.Execute(
            """
            update accounts.mt_events set seq_id = 9 where seq_id = 10;
            update accounts.audit_links set sequence = 9 where sequence = 10
            """
        );
        await ShouldFind((AuditFaultKind.Head, 10));
    }

    [Fact]
    public async Task A_deleted_head_is_missed()
    {
        await _service.Execute("delete from accounts.audit_heads");
        await ShouldFind((AuditFaultKind.Head, null));
    }

    private async Task ShouldFind(params (AuditFaultKind, long?)[] faults)
    {
        var report = await _service.CheckChain();
        report.Faults.Select(f => (f.Kind, f.Sequence)).ShouldBe(faults, string.Join('\n', report.Faults));
        report.FaultCount.ShouldBe(faults.Length);
        report.Faults.ShouldAllBe(f => f.Sequence == null || f.Day != null);
        report
            .Faults.Where(f => f.Kind is AuditFaultKind.Altered or AuditFaultKind.Added or AuditFaultKind.Reordered)
            .ShouldAllBe(f => f.Stream == _account);
    }
}
