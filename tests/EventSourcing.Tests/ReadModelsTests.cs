namespace PeerNetwork.EventSourcing.Tests;

public sealed class ReadModelsTests
{
    [Fact]
    public async Task Pages_have_no_gaps_or_repeats_and_interpolated_values_are_parameters()
    {
        await using var service = await AccountsService.Start();
        for (var i = 0; i < 7; i++)
            await service.OpenAccount($"n{i}'; drop table balances");
        await service.WaitUntilCaughtUp();
        var seen = new List<Balance>();
        var page = new PageRequest(null, 3);
        while (true)
        {
            var end = "%'; drop table balances";
            var result = await service.ReadModels.Page<Balance>(
                $"select * from balances where number like {end}",
                page,
                b => b.Id,
                default
            );
            seen.AddRange(result.Items);
            if (result.Next is null)
                break;
            page = page with { After = result.Next };
        }

        seen.Select(b => b.Number[..2]).ShouldBe(["n0", "n1", "n2", "n3", "n4", "n5", "n6"]);
    }
}
