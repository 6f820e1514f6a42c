using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class BrokenExportTests : ExportFixture
{
    /// <summary>
    /// The changes to the file of <c>SmallExport</c>, and a part of the error message. If the beginning of a line is
    /// replaced, the whole line is replaced.
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
        ("""service":"accounts""", """service":"shop""", "Line 1: it is an export of shop, and this is accounts"),
        ("wrapped\":\"", "wrapped\":\"AAAA", "Line 2: a wrapped key has 60 bytes"),
        (
            """created":"2""",
            """erased":"2026-11-22T08:00:00Z","created":"2""",
            "Line 2: a person either has a key or was erased"
        ),
        ("""handledAt""", """handledAgain""", "Line 8: The JSON property 'handledAgain' could not be mapped"),
        ("consumer\":\"teller\"", "consumer\":null", "Line 8: "),
        ("""events":4}""", """events":5}""", "Line 9: recording:All cannot have handled 5 of 4 events"),
        ("""messages":1""", """messages":2""", "Line 10: its counts and hash do not match the lines before it"),
        ("""cents":5""", """cents":6""", "Line 10: its counts and hash do not match the lines before it"),
        ("""cents":5""", """cents":"\u0000" """, "the database rejects a line before it"),
        ("""version":3,"type""", """version":9,"type""", "Line 10: the streams before it are incomplete"),
        ("""version":3,"type""", """version":2,"type""", "duplicate key"),
    ];

    [Fact]
    public async Task An_invalid_file_is_rejected_with_the_line_and_leaves_the_store_empty()
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
            var rejected = await Should.ThrowAsync<DomainException>(() => Import(New, broken), sentence);
            (rejected.Error, rejected.Code).ShouldBe((DomainError.Invalid, "broken-export"));
            rejected.Message.ShouldContain(sentence);
            rejected.Message.ShouldNotContain("PeerNetwork.");
            await NewShouldBeEmpty();
        }

        await ImportShouldSucceed(file);
    }

    [Fact]
    public async Task Lines_after_the_end_and_lines_with_two_objects_are_rejected()
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
        await ImportShouldSucceed(file);
    }

    [Fact]
    public async Task Another_transport_key_is_rejected()
    {
        var file = await SmallExport();
        file.ShouldNotContain("Lovelace");
        var rejected = await Should.ThrowAsync<BrokenExportException>(() =>
            Import(New, file, RandomNumberGenerator.GetBytes(32))
        );
        rejected.Message.ShouldContain("Line 2: the transport key cannot decrypt this key");
        await ImportShouldSucceed(file);
    }

    [Fact]
    public async Task A_store_with_events_rejects_an_import()
    {
        var file = await SmallExport();
        await New.OpenAccount("mine");
        await New.WaitUntilCaughtUp();
        var before = await Verify(New);
        var rejected = await Should.ThrowAsync<DomainException>(() => Import(New, file));
        (rejected.Error, rejected.Code).ShouldBe((DomainError.Conflict, "store-not-empty"));
        (await Verify(New)).StateHash.ShouldBe(before.StateHash);
    }

    [Fact]
    public async Task A_changed_or_missing_document_is_rejected()
    {
        await ReplicaTests.StoreCustomer(Old, new(Guid.CreateVersion7(), 3, "Bath"));
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
        ).Message.ShouldContain("this version of accounts knows no document 'client'");
        await ImportShouldSucceed(file);
    }

    [Fact]
    public async Task A_store_with_a_document_rejects_an_import()
    {
        var file = await SmallExport();
        await ReplicaTests.StoreCustomer(New, new(Guid.CreateVersion7(), 3, "Bath"));
        (await Should.ThrowAsync<DomainException>(() => Import(New, file))).Code.ShouldBe("store-not-empty");
    }

    [Fact]
    public async Task Unknown_event_types_are_rejected()
    {
        await using var other = await AccountsService.Start(store: options =>
            options.Stream<Vault>(events => events.Event<VaultBuilt>("vault_built"))
        );
        await other.InScope(
            (events, _) =>
                events.Update<Vault, VaultBuilt>(
                    Guid.CreateVersion7(),
                    (_, e) => new(e.Place),
                    _ => [new("cellar")],
                    default
                )
        );
        var rejected = await Should.ThrowAsync<DomainException>(async () => await Import(New, await Export(other)));
        rejected.Error.ShouldBe(DomainError.Invalid);
        rejected.Message.ShouldContain("'vault_built'");
        await ImportShouldSucceed(await SmallExport());
    }

    public sealed record Vault(string Place);

    public sealed record VaultBuilt(string Place);
}
