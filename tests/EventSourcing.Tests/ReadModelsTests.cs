namespace PeerNetwork.EventSourcing.Tests;

public sealed class ReadModelsTests
{
    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repeat_and_holes_are_parameters()
    {
        await using var bank = await Bank.Open();
        for (var i = 0; i < 7; i++)
            await bank.OpenAccount($"n{i}'; drop table balances");
        await bank.CaughtUp();
        var seen = new List<Balance>();
        var page = new PageRequest(null, 3);
        while (true)
        {
            var end = "%'; drop table balances";
            var answer = await bank.Reads.Page<Balance>(
                $"select * from balances where number like {end}",
                page,
                b => b.Id,
                default
            );
            seen.AddRange(answer.Items);
            if (answer.Next is null)
                break;
            page = page with { After = answer.Next };
        }

        seen.Select(b => b.Number[..2]).ShouldBe(["n0", "n1", "n2", "n3", "n4", "n5", "n6"]);
    }
}
