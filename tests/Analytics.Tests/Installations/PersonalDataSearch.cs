using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace PeerNetwork.Analytics.Tests.Installations;

/// <summary>Finds values in recorded bytes, in any usual encoding.</summary>
internal static partial class PersonalDataSearch
{
    /// <summary>The values that are found, each with the encoding.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<byte[]> recordings, IEnumerable<string> values)
    {
        byte[][] exact = [.. recordings.SelectMany(r => new[] { r, Unchunk(r) })];
        byte[][] lower = [.. exact.Select(ToLower)];
        return
        [
            .. from value in values.Distinct()
            from encoded in EncodingsOf(value)
            where
                exact.Any(text => text.AsSpan().IndexOf(encoded.Bytes) >= 0)
                || lower.Any(text => text.AsSpan().IndexOf(ToLower(encoded.Bytes)) >= 0)
            select $"{value} as {encoded.Name}",
        ];
    }

    /// <summary>The ways in which a value can be written: text, and for an id its 16 bytes too.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> EncodingsOf(string value)
    {
        foreach (var encoding in TextEncodingsOf(value))
            yield return encoding;
        if (!Guid.TryParse(value, out var id))
            yield break;
        yield return ("digits alone", Encoding.UTF8.GetBytes($"{id:N}"));
        foreach (var isBigEndian in new[] { false, true })
        {
            var bytes = id.ToByteArray(isBigEndian);
            yield return ("bytes", bytes);
            yield return ("hexadecimal bytes", Encoding.UTF8.GetBytes(Convert.ToHexString(bytes)));
            foreach (var base64 in Base64Of(bytes))
                yield return ("bytes in Base64", base64);
        }
    }

    private static IEnumerable<(string Name, byte[] Bytes)> TextEncodingsOf(string value)
    {
        var utf8 = Encoding.UTF8.GetBytes(value);
        yield return ("UTF-8", utf8);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(value));
        yield return ("UTF-16, big endian", Encoding.BigEndianUnicode.GetBytes(value));
        yield return ("hexadecimal", Encoding.UTF8.GetBytes(Convert.ToHexString(utf8)));
        yield return ("percent encoding", Encoding.UTF8.GetBytes(Uri.EscapeDataString(value)));
        yield return ("percent encoding of all", Encoding.UTF8.GetBytes(string.Concat(utf8.Select(b => $"%{b:X2}"))));
        yield return (
            "JSON escapes",
            Encoding.UTF8.GetBytes(
                string.Concat(value.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")))
            )
        );
        yield return (
            "escaped JSON",
            Encoding.UTF8.GetBytes(System.Text.Json.JsonEncodedText.Encode(value).ToString())
        );
        foreach (var base64 in Base64Of(utf8))
            yield return ("Base64", base64);
    }

    /// <summary>
    /// Base64 of bytes that stand anywhere in a longer text: at each of the three places in a group, without the
    /// characters that depend on what is beside them.
    /// </summary>
    private static IEnumerable<byte[]> Base64Of(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var padded = new byte[before + bytes.Length];
            bytes.CopyTo(padded, before);
            var text = Convert.ToBase64String(padded).TrimEnd('=');
            var first = before == 0 ? 0 : before + 1;
            var last = padded.Length % 3 == 0 ? text.Length : text.Length - 1;
            var inner = text[first..last];
            yield return Encoding.UTF8.GetBytes(inner);
            yield return Encoding.UTF8.GetBytes(inner.Replace('+', '-').Replace('/', '_'));
        }
    }

    /// <summary>
    /// The bytes without the sizes of chunks (RFC 9112, section 7.1), which may stand within a value.
    /// </summary>
    private static byte[] Unchunk(byte[] recording) =>
        Encoding.Latin1.GetBytes(ChunkSize().Replace(Encoding.Latin1.GetString(recording), ""));

    private static byte[] ToLower(byte[] bytes) =>
        [.. bytes.Select(b => b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b)];

    [GeneratedRegex("\r\n[0-9a-fA-F]{1,8}\r\n")]
    private static partial Regex ChunkSize();
}
