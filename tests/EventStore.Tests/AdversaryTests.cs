using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Testing;
using Xunit.Abstractions;

namespace PeerNetwork.EventStore.Tests;

/// <summary>Writers and faults in random interleavings. What each does follows from a seed; PEERNETWORK_SEED repeats one.</summary>
[Collection(nameof(OwnServer))]
public sealed class AdversaryTests(OwnPostgres server, ITestOutputHelper output)
{
    private const int Storms = 3,
        Writers = 16,
        ActsOfEach = 15;

    [Fact]
    public void Whatever_writers_faults_and_crashes_do_nothing_is_lost_nothing_doubled_and_all_in_order()
    {
        var seed = ulong.TryParse(Environment.GetEnvironmentVariable("PEERNETWORK_SEED"), out var given)
            ? given
            : (ulong)Random.Shared.NextInt64();
        output.WriteLine($"PEERNETWORK_SEED={seed}");
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Storms).WithReplay(seed, 1),
            Prop.ForAll(
                Plans().ToArbitrary(),
                plan => output.WriteLine(Task.Run(new Storm(server, plan).Run).GetAwaiter().GetResult())
            )
        );
    }

    private static Gen<StormPlan> Plans() =>
        from writers in Acts().ArrayOf(ActsOfEach).ArrayOf(Writers)
        from killings in Faults(Gen.Elements(FaultKind.KillWriters, FaultKind.KillReaders)).ArrayOf(5)
        from crash in Faults(Gen.Constant(FaultKind.Crash))
        select new StormPlan(writers, [.. killings, crash]);

    private static Gen<Act> Acts() =>
        from kind in Gen.Frequency(
            (8, Gen.Constant(ActKind.PayIn)),
            (4, Gen.Constant(ActKind.Transfer)),
            (2, Gen.Constant(ActKind.ChangeNumber)),
            (1, Gen.Constant(ActKind.Open)),
            (1, Gen.Constant(ActKind.OpenTaken)),
            (1, Gen.Constant(ActKind.RollBack)),
            (1, Gen.Constant(ActKind.Die))
        )
        from account in Gen.Choose(0, Storm.Accounts - 1)
        from further in Gen.Choose(1, Storm.Accounts - 1)
        select new Act(kind, account, (account + further) % Storm.Accounts);

    private static Gen<Fault> Faults(Gen<FaultKind> kinds) =>
        from kind in kinds
        from after in Gen.Choose(10, Writers * ActsOfEach * 3 / 4)
        select new Fault(kind, after);
}
