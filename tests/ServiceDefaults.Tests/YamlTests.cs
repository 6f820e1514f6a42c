using System.Text.Json;

namespace PeerNetwork.ServiceDefaults.Tests;

public class YamlTests
{
    private const string Characters = " \t\r\n:#-*&!|>'\"%@`{}[],?~0123456789.eExXnNyY/\\äß漢";

    private sealed record Note(string Text, IReadOnlyList<string> Tags, int? Count, decimal Share, bool Done);

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("1")]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData(".inf")]
    [InlineData("2026-11-29")]
    [InlineData("a: b")]
    [InlineData("# c")]
    [InlineData("- d")]
    [InlineData("*e")]
    [InlineData("'f'")]
    [InlineData("\"g\"")]
    [InlineData(" a blank before and after ")]
    [InlineData("a tab\t")]
    [InlineData("two\nlines")]
    [InlineData("two\r\nlines\r\n")]
    [InlineData("  indented\nthen not")]
    [InlineData("\n\nlate")]
    [InlineData("trailing  \nblanks  \n\n")]
    [InlineData("\ttab\nand\tmore")]
    [InlineData("%TAG\n---\n...\n")]
    [InlineData("\u0085\u2028\ufeff\U0001F600\n ")]
    public void What_is_written_is_read_again(string text) => ShouldComeBack(text);

    [Fact]
    public void Any_text_is_read_again()
    {
        var random = new Random(20261129);
        for (var n = 0; n < 5_000; n++)
            ShouldComeBack(new string(random.GetItems<char>(Characters, random.Next(12))));
    }

    [Fact]
    public void A_field_that_is_null_is_left_out() =>
        Yaml.Of(new Note("a", [], null, 1.50m, true), JsonSerializerOptions.Web)
            .ReplaceLineEndings("\n")
            .ShouldBe("text: a\ntags: []\nshare: 1.50\ndone: true\n");

    [Fact]
    public void Lines_are_written_as_lines() =>
        Yaml.Of(new Note("# A\n\n- b: c", ["x"], 3, 1, false), JsonSerializerOptions.Web).ShouldContain("- b: c");

    private static void ShouldComeBack(string text)
    {
        var note = new Note(text, [text, text], 7, 0.25m, false);
        var yaml = Yaml.Of(note, JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<Note>(Yaml.ToJson(yaml), JsonSerializerOptions.Web)!;
        (read.Text, read.Count, read.Share, read.Done).ShouldBe((text, 7, 0.25m, false), yaml);
        read.Tags.ShouldBe(note.Tags, yaml);
    }
}
