using PeerNetwork.Tools.Installation;

namespace PeerNetwork.AppHost.Tests.Tools;

/// <summary>Heads of an audit chain that were kept in a file, beside those of the running platform.</summary>
public sealed class AuditHeadsTests : IDisposable
{
    private static readonly AuditHeadState First = new(new(2026, 11, 26), 1, 10, 10, "a1"),
        Second = new(new(2026, 11, 27), 11, 20, 20, "b1"),
        Third = new(new(2026, 11, 28), 21, 30, 30, "c1");

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string HeadsFile => Path.Combine(_folder, "heads.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_chain_that_has_grown_agrees_with_its_heads()
    {
        await Of(First, Second).Write(HeadsFile, default);
        var kept = await AuditHeads.Read(HeadsFile, default);
        var grown = Second with { LastSequence = 25, LastNumber = 25, Link = "b2" };
        kept.ComparedWith(Of(First, grown, Third)).ShouldBeEmpty();
        kept.ComparedWith(Of(First, Second)).ShouldBeEmpty();
    }

    [Fact]
    public void Other_sequence_numbers_after_an_import_make_no_difference() =>
        Of(First, Second).ComparedWith(Of(First with { FirstSequence = 3, LastSequence = 12 }, Second)).ShouldBeEmpty();

    [Fact]
    public void Changed_shortened_and_missing_days_are_named()
    {
        var kept = Of(First, Second, Third);
        Days(kept, Of(First with { Link = "a2" }, Second, Third)).ShouldBe(["2026-11-26"]);
        Days(kept, Of(First, Second with { LastNumber = 21, Link = "b2" }, Third)).ShouldBe(["2026-11-27"]);
        Days(kept, Of(First, Second, Third with { LastNumber = 29, Link = "c0" })).ShouldBe(["2026-11-28"]);
        Days(kept, Of(First, Second, Third with { Link = "c2" })).ShouldBe(["2026-11-28"]);
        Days(kept, Of(First, Third)).ShouldBe(["2026-11-27"]);
        Days(kept, AuditHeads.Of([])).ShouldBe(["2026-11-26", "2026-11-27", "2026-11-28"]);
    }

    [Fact]
    public async Task A_file_without_heads_is_refused()
    {
        await File.WriteAllTextAsync(HeadsFile, "no JSON");
        (await Should.ThrowAsync<IOException>(AuditHeads.Read(HeadsFile, default))).Message.ShouldContain(
            "is no file of heads"
        );
    }

    private static AuditHeads Of(params AuditHeadState[] heads) => AuditHeads.Of([("matching", heads)]);

    private static IEnumerable<string> Days(AuditHeads kept, AuditHeads current) =>
        kept.ComparedWith(current).Select(sentence => sentence["matching: the chain of ".Length..][..10]);
}
