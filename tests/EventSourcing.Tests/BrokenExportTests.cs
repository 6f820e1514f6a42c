using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class BrokenExportTests : ExportFixture
{
    /// <summary>
    /// What to change in the file of <c>SmallExport</c>, and what the refusal says. Where the beginning of a line is to
    /// change, all of it does.
    /// </summary>
    private static readonly (string From, string To, string Sentence)[] BrokenFiles =
    [
        ("""{"line":"end""", "", "Line 9: the file is incomplete: its last line is missing"),
        ("""{"line":"header""", "", "Line 1: it must be the header of an export"),
        ("""{"line":"stream""", "", "violates foreign key constraint"),
        ("""{"line":"key""", """hello""", "Line 2: 'h' is an invalid start of a value"),
        ("""{"line":"key""", """{"line":"lock"}""", "Line 2: "),
        ("""{"line":"key""", """{}""", "Line 2: "),
        (
            """{"line":"key""",
            """{"line":"end","keys":0,"streams":0,"events":0,"documents":0,"messages":0,"positions":0,"hash":""}""",
            "Line 3: 'stream' cannot follow 'end'"
        ),
        (
            """{"line":"position""",
            """{"line":"stream"}""",
            "Line 9: JSON deserialization for type 'StreamLine' was missing required properties including: 'id'"
        ),
        (
            """export","version":1""",
            """export","version":2""",
            "Line 1: it has the format peernetwork-export, version 2; supported is peernetwork-export, version 1"
        ),
        ("""service":"bank""", """service":"shop""", "Line 1: it is an export of shop, and this is bank"),
        ("wrapped\":\"", "wrapped\":\"AAAA", "Line 2: a wrapped key has 60 bytes"),
        (
            """created":"2""",
            """erased":"2026-11-22T08:00:00Z","created":"2""",
            "Line 2: a person either has a key or was erased"
        ),
        ("""handledAt""", """handledAgain""", "Line 8: The JSON property 'handledAgain' could not be mapped"),
        ("consumer\":\"teller\"", "consumer\":null", "Line 8: "),
        ("""events":4}""", """events":5}""", "Line 9: listener:All cannot have handled 5 of 4 events"),
        ("""messages":1""", """messages":2""", "Line 10: its counts and hash do not match the lines before it"),
        ("""cents":5""", """cents":6""", "Line 10: its counts and hash do not match the lines before it"),
        ("""cents":5""", """cents":"\u0000" """, "the database rejects a line before it"),
        ("""version":3,"type""", """version":9,"type""", "Line 10: the streams before it are incomplete"),
        ("""version":3,"type""", """version":2,"type""", "duplicate key"),
    ];

    [Fact]
    public async Task A_file_that_is_not_whole_is_refused_with_the_line_and_leaves_the_store_empty()
    {
        var file = await SmallExport();
        foreach (var (from, to, sentence) in BrokenFiles)
        {
            file.ShouldContain(from);
            var line = from.StartsWith("{\"line\"", StringComparison.Ordinal);
            var broken = new Regex(
                line ? $"^{Regex.Escape(from)}.*\n" : Regex.Escape(from),
                RegexOptions.Multiline
            ).Replace(file, line && to != "" ? to + "\n" : to, 1);
            var refused = await Should.ThrowAsync<DomainException>(() => Import(New, broken), sentence);
            (refused.Error, refused.Code).ShouldBe((DomainError.Invalid, "broken-export"));
            refused.Message.ShouldContain(sentence);
            refused.Message.ShouldNotContain("PeerNetwork.");
            await IsEmpty();
        }

        await StillTakes(file);
    }

    [Fact]
    public async Task What_follows_the_last_line_or_has_two_objects_on_a_line_is_refused()
    {
        var file = await SmallExport();
        var lines = file.TrimEnd().Split('\n');
        (
            await Should.ThrowAsync<BrokenExportException>(() => Import(New, file + lines[^1] + "\n"))
        ).Message.ShouldContain("Line 11: 'end' cannot follow 'end'");
        (await Should.ThrowAsync<BrokenExportException>(() => Import(New, file + lines[0]))).Message.ShouldContain(
            "Line 11: 'header' cannot follow 'end'"
        );
        (
            await Should.ThrowAsync<BrokenExportException>(() => Import(New, $"{lines[0]}{lines[1]}\n"))
        ).Message.ShouldContain("Line 1: ");
        (await Should.ThrowAsync<BrokenExportException>(() => Import(New, file[..^20]))).Message.ShouldContain(
            "Line 10: "
        );
        (await Should.ThrowAsync<BrokenExportException>(() => Import(New, ""))).Message.ShouldContain(
            "the file is incomplete"
        );
        await StillTakes(file);
    }

    [Fact]
    public async Task Another_transport_key_opens_nothing()
    {
        var file = await SmallExport();
        file.ShouldNotContain("Lovelace");
        var refused = await Should.ThrowAsync<BrokenExportException>(() =>
            Import(New, file, RandomNumberGenerator.GetBytes(32))
        );
        refused.Message.ShouldContain("Line 2: the transport key cannot decrypt this key");
        await StillTakes(file);
    }

    [Fact]
    public async Task A_store_that_holds_anything_takes_no_export()
    {
        var file = await SmallExport();
        await New.OpenAccount("mine");
        await New.CaughtUp();
        var before = await Verify(New);
        var refused = await Should.ThrowAsync<DomainException>(() => Import(New, file));
        (refused.Error, refused.Code).ShouldBe((DomainError.Conflict, "store-not-empty"));
        (await Verify(New)).StateHash.ShouldBe(before.StateHash);
    }

    [Fact]
    public async Task A_document_that_was_changed_or_is_missing_is_refused()
    {
        await ReplicaTests.Hears(Old, new(Guid.CreateVersion7(), 3, "Bath"));
        var file = await Export(Old);
        var document = file.Split('\n')
            .Single(line => line.StartsWith("{\"line\":\"document", StringComparison.Ordinal));
        document.ShouldContain("\"type\":\"customer\"");
        foreach (
            var broken in new[]
            {
                file.Replace("Bath", "York", StringComparison.Ordinal),
                file.Replace("\"revision\":3", "\"revision\":2", StringComparison.Ordinal),
                file.Replace(document + "\n", "", StringComparison.Ordinal),
            }
        )
            (await Should.ThrowAsync<BrokenExportException>(() => Import(New, broken), broken)).Message.ShouldContain(
                "its counts and hash do not match"
            );
        (
            await Should.ThrowAsync<BrokenExportException>(() =>
                Import(New, file.Replace("\"type\":\"customer\"", "\"type\":\"client\"", StringComparison.Ordinal))
            )
        ).Message.ShouldContain("this version of bank knows no document 'client'");
        await StillTakes(file);
    }

    [Fact]
    public async Task A_store_that_holds_a_document_takes_no_export()
    {
        var file = await SmallExport();
        await ReplicaTests.Hears(New, new(Guid.CreateVersion7(), 3, "Bath"));
        (await Should.ThrowAsync<DomainException>(() => Import(New, file))).Code.ShouldBe("store-not-empty");
    }

    [Fact]
    public async Task Events_of_a_kind_that_is_not_known_here_are_refused()
    {
        await using var richer = await Bank.Open(store: options =>
            options.Stream<Vault>(events => events.Event<VaultBuilt>("vault_built"))
        );
        await richer.Request(
            (events, _) =>
                events.Update<Vault, VaultBuilt>(
                    Guid.CreateVersion7(),
                    (_, e) => new(e.Place),
                    _ => [new("cellar")],
                    default
                )
        );
        var refused = await Should.ThrowAsync<DomainException>(async () => await Import(New, await Export(richer)));
        refused.Error.ShouldBe(DomainError.Invalid);
        refused.Message.ShouldContain("'vault_built'");
        await StillTakes(await SmallExport());
    }

    public sealed record Vault(string Place);

    public sealed record VaultBuilt(string Place);
}
