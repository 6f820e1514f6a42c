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

    [Fact]
    public async Task An_interpolated_statement_is_a_part_with_parameters_of_its_own()
    {
        await using var service = await AccountsService.Start();
        foreach (var number in (string[])["{0}", "b'; drop table balances", "c"])
            await service.OpenAccount(number);
        await service.WaitUntilCaughtUp();
        var (first, last) = ("{0}", "b'; drop table balances");
        FormattableString isLast = $"number = {last}",
            isWanted = $"(number = {first} or {isLast})";

        var result = await service.ReadModels.Page<Balance>(
            $"select * from balances where {isWanted} and number <> '{{1}}' and number <> {"d"}",
            new(null, 3),
            b => b.Id,
            default
        );

        result.Items.Select(b => b.Number).ShouldBe([first, last], ignoreOrder: true);
    }
}
