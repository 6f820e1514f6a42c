using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace PeerNetwork.Enrollment.People.Search;

/// <summary>The words of a text as people type them: in lower case, without accents.</summary>
/// <remarks>The services run without ICU (<c>InvariantGlobalization</c>), so letters with accents are listed.</remarks>
public static class SearchWords
{
    /// <summary>The first letter of each row stands for the others.</summary>
    private static readonly string[] SameLetters =
    [
        "aàáâãäåāăąǎǻạảấầẩẫậắằẳẵặ",
        "cçćĉċč",
        "dďđð",
        "eèéêëēĕėęěẹẻẽếềểễệ",
        "gĝğġģǧ",
        "hĥħ",
        "iìíîïĩīĭįıǐịỉ",
        "jĵ",
        "kķǩ",
        "lĺļľłŀ",
        "nñńņňŋ",
        "oòóôõöøōŏőơǒọỏốồổỗộớờởỡợ",
        "rŕŗř",
        "sśŝşšșſ",
        "tţťŧț",
        "uùúûüũūŭůűųưǔụủứừửữự",
        "wŵẁẃẅ",
        "yýÿŷỳỵỷỹ",
        "zźżž",
        "αά",
        "εέ",
        "ηή",
        "ιίϊΐ",
        "οό",
        "σς",
        "υύϋΰ",
        "ωώ",
        "еёѐ",
        "иѝй",
    ];

    private static readonly FrozenDictionary<char, string> Letters = SameLetters
        .SelectMany(row => row[1..].Select(c => KeyValuePair.Create(c, row[..1])))
        .Concat([new('ß', "ss"), new('æ', "ae"), new('œ', "oe"), new('þ', "th")])
        .ToFrozenDictionary();

    /// <summary>How letters are also written, where a keyboard has only English ones.</summary>
    private static readonly FrozenDictionary<char, string> Transcriptions = new Dictionary<char, string>
    {
        ['ä'] = "ae",
        ['ö'] = "oe",
        ['ü'] = "ue",
        ['å'] = "aa",
        ['ø'] = "oe",
    }.ToFrozenDictionary();

    public static string[] Of(string text) => Split(text.ToLowerInvariant());

    /// <summary>These words, and those that are also written in another way: muller and mueller for Müller.</summary>
    public static string[] WithTranscriptions(string text)
    {
        var lower = text.ToLowerInvariant();
        return lower.Any(Transcriptions.ContainsKey) ? [.. Split(lower).Union(Split(Transcribe(lower)))] : Split(lower);
    }

    /// <summary>
    /// The name with its words in one order, and in the other way of writing them where there is one. Two people have
    /// the same name if they have a key in common.
    /// </summary>
    public static string[] KeysOf(string name)
    {
        var lower = name.ToLowerInvariant();
        string[] spellings = lower.Any(Transcriptions.ContainsKey) ? [lower, Transcribe(lower)] : [lower];
        return [.. spellings.Select(s => string.Join(' ', Split(s).Order(StringComparer.Ordinal))).Where(k => k != "")];
    }

    /// <summary>Whether one of the words begins so.</summary>
    public static bool HasBeginning(string[] words, string beginning)
    {
        foreach (var word in words)
            if (Begins(word, beginning))
                return true;
        return false;
    }

    public static bool Begins(string word, string beginning) => word.StartsWith(beginning, StringComparison.Ordinal);

    private static string Transcribe(string lower) =>
        string.Concat(lower.Select(c => Transcriptions.GetValueOrDefault(c, $"{c}")));

    /// <summary>An apostrophe belongs to its word: obrien for O'Brien. All other signs end one.</summary>
    private static string[] Split(string lower)
    {
        var words = new StringBuilder(lower.Length);
        foreach (var c in lower)
        {
            if (Letters.TryGetValue(c, out var letters))
                words.Append(letters);
            else if (!IsAccentOrApostrophe(c))
                words.Append(IsPartOfWord(c) ? c : ' ');
        }

        return words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool IsAccentOrApostrophe(char c) => c is (>= '\u0300' and <= '\u036f') or '\'' or '’';

    /// <summary>Halves of characters beyond the first 65,536, and the vowel signs of Indian scripts too.</summary>
    private static bool IsPartOfWord(char c) =>
        char.IsLetterOrDigit(c)
        || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
