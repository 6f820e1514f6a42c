using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class AuditChainTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AuditFixture.StartAudited();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Every_event_is_chained_once_while_many_are_written()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _service.OpenAccount()));
        // As an append that was rolled back.
        await _service.Scalar<long>("select nextval('accounts.mt_events_sequence')");
        await Task.WhenAll(
            accounts.Select(async account =>
            {
                for (var i = 0; i < 10; i++)
                    await _service.PayIn(account, 1);
            })
        );
        await _service.WaitUntilChained();

        var report = await _service.CheckChain();

        report.Faults.ShouldBeEmpty();
        (report.Events, report.Unchained).ShouldBe((220, 0));
        (report.Days, report.Last!.LastNumber).ShouldBe((1, 220));
    }

    [Fact]
    public async Task The_chain_stays_intact_when_a_person_is_erased()
    {
        var account = await _service.OpenAccount();
        await _service.WaitUntilChained();

        await _service
            .Services.GetRequiredService<PersonalDataKeys>()
            .Erase(account, DateTimeOffset.UnixEpoch, default);

        (await _service.Read(account))!.Holder.ShouldBe("erased");
        var report = await _service.CheckChain();
        (report.Events, report.FaultCount).ShouldBe((1, 0));
    }

    [Fact]
    public async Task The_chain_goes_on_after_a_restart()
    {
        var account = await _service.OpenAccount();
        await _service.WaitUntilChained();
        await _service.DisposeAsync();
        _service = await AuditFixture.StartAudited(_service.ConnectionString);
        await _service.PayIn(account, 1);
        await _service.WaitUntilChained();

        var report = await _service.CheckChain();

        (report.Events, report.FaultCount).ShouldBe((2, 0));
    }

    [Fact]
    public async Task Each_day_has_a_head_and_a_day_never_goes_back()
    {
        await using var unaudited = await AccountsService.Start();
        var account = await unaudited.OpenAccount();
        for (var i = 0; i < 3; i++)
            await unaudited.PayIn(account, 1);
        await unaudited.Execute(
            """
            update accounts.mt_events set timestamp = case version when 1 then '2026-03-01T23:59:59Z'
                when 2 then '2026-03-02T00:00:00Z' when 3 then '2026-03-01T23:59:59.9Z' else '2026-03-05T12:00:00Z'
                end::timestamptz
            """
        );
        await using var audited = await AuditFixture.StartAudited(unaudited.ConnectionString);
        await audited.WaitUntilChained();

        var heads = await audited.ReadHeads();

        heads
            .Select(h => (h.Day, h.LastSequence - h.FirstSequence + 1, h.LastNumber))
            .ShouldBe([(new(2026, 3, 1), 1, 1), (new(2026, 3, 2), 2, 3), (new(2026, 3, 5), 1, 4)]);
        (await audited.CheckChain()).Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_that_are_not_chained_yet_are_counted()
    {
        var account = await _service.OpenAccount();
        await _service.WaitUntilChained();
        await _service.DisposeAsync();
        await using var unaudited = await AccountsService.Start(_service.ConnectionString);
        await unaudited.PayIn(account, 1);

        var report = await new AuditChainCheck(
            unaudited.Services.GetRequiredService<EventDatabase>(),
            new(new(() => new byte[32]))
        ).Run(default);

        (report.Events, report.Unchained, report.FaultCount).ShouldBe((1, 1, 0));
        _service = await AuditFixture.StartAudited(_service.ConnectionString);
    }
}
