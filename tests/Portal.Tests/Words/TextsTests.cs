using System.Text.RegularExpressions;
using System.Xml.Linq;
using PeerNetwork.Portal.Preferences;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Words;

public partial class TextsTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "gateway", "Portal");

    public static TheoryData<string> Translations => [.. Languages.All.Skip(1)];

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_language_has_all_words_and_no_others(string language) =>
        Words(language).Keys.Order().ShouldBe(Words().Keys.Order());

    [Theory]
    [MemberData(nameof(Translations))]
    public void A_translation_fills_in_the_same_values(string language)
    {
        var (english, translated) = (Words(), Words(language));
        foreach (var key in english.Keys.Intersect(translated.Keys))
            Placeholders(translated[key]).ShouldBe(Placeholders(english[key]), key);
    }

    [Theory]
    [MemberData(nameof(Translations))]
    public void No_translation_is_empty(string language) =>
        Words(language).ShouldAllBe(word => !string.IsNullOrWhiteSpace(word.Value));

    [Fact]
    public void Every_word_that_a_page_names_is_there()
    {
        var named = Directory
            .EnumerateFiles(Folder, "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Key().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct();
        named.Except(Words().Keys).ShouldBeEmpty();
    }

    private static Dictionary<string, string> Words(string? language = null) =>
        XDocument
            .Load(Path.Combine(Folder, "Words", language is null ? "Texts.resx" : $"Texts.{language}.resx"))
            .Descendants("data")
            .ToDictionary(word => word.Attribute("name")!.Value, word => word.Element("value")!.Value);

    private static string[] Placeholders(string text) =>
        [.. Placeholder().Matches(text).Select(match => match.Value).Order()];

    [GeneratedRegex("""Words\["([\w.]+)"[],]""")]
    private static partial Regex Key();

    [GeneratedRegex(@"\{\d+[^}]*\}")]
    private static partial Regex Placeholder();
}
