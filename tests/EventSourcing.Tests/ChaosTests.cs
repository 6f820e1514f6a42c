using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Testing;
using Xunit.Abstractions;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>
/// Writers and faults in random interleavings. A seed determines the actions; PEERNETWORK_SEED repeats a run.
/// </summary>
[Collection(nameof(PostgresCollection))]
public sealed class ChaosTests(PostgresFixture server, ITestOutputHelper output)
{
    private const int Runs = 2,
        Writers = 16,
        ActionsOfEach = 15,
        FixedSeed = 20261125;

    [Fact]
    public void Under_random_writers_faults_and_crashes_no_event_is_lost_duplicated_or_out_of_order()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("PEERNETWORK_SEED"), out var given)
            ? given
            : (ulong)RandomSeeds.Next(FixedSeed);
        output.WriteLine($"PEERNETWORK_SEED={seed}");
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Runs).WithReplay(seed, 1),
            Prop.ForAll(
                Plans().ToArbitrary(),
                plan => output.WriteLine(Task.Run(new ChaosRun(server, plan).Run).GetAwaiter().GetResult())
            )
        );
    }

    private static Gen<ChaosPlan> Plans() =>
        from writers in Actions().ArrayOf(ActionsOfEach).ArrayOf(Writers)
        from kills in Faults(Gen.Elements(FaultKind.KillWriters, FaultKind.KillLeaders)).ArrayOf(5)
        from crash in Faults(Gen.Constant(FaultKind.Crash))
        select new ChaosPlan(writers, [.. kills, crash]);

    private static Gen<WriterAction> Actions() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(ActionKind.PayIn)),
            (4, Gen.Constant(ActionKind.Transfer)),
            (2, Gen.Constant(ActionKind.ChangeNumber)),
            (1, Gen.Constant(ActionKind.Open)),
            (1, Gen.Constant(ActionKind.OpenTaken)),
            (1, Gen.Constant(ActionKind.RollBack)),
            (1, Gen.Constant(ActionKind.KillBackend))
        )
        from account in Gen.Choose(0, ChaosRun.Accounts - 1)
        from further in Gen.Choose(1, ChaosRun.Accounts - 1)
        select new WriterAction(kind, account, (account + further) % ChaosRun.Accounts);

    private static Gen<Fault> Faults(Gen<FaultKind> kinds) =>
        from kind in kinds
        from after in Gen.Choose(10, Writers * ActionsOfEach * 3 / 4)
        select new Fault(kind, after);
}
