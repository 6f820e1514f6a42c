using System.Globalization;
using System.Text;

namespace PeerNetwork.Enrollment.Scim.Protocol;

internal enum TokenKind
{
    /// <summary>A path, a keyword or a number.</summary>
    Word,

    /// <summary>A string, without its quotation marks.</summary>
    Text,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    End,
}

/// <param name="Position">1 for the first character of the filter.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position);

/// <summary>Cuts a filter into tokens.</summary>
internal sealed class FilterLexer(string source)
{
    private int _at;

    public Token Next()
    {
        while (_at < source.Length && char.IsWhiteSpace(source[_at]))
            _at++;
        if (_at == source.Length)
            return new(TokenKind.End, "", _at + 1);
        return source[_at] switch
        {
            '(' => Mark(TokenKind.OpenParenthesis),
            ')' => Mark(TokenKind.CloseParenthesis),
            '[' => Mark(TokenKind.OpenBracket),
            ']' => Mark(TokenKind.CloseBracket),
            '"' => ReadText(),
            _ => ReadWord(),
        };
    }

    private Token Mark(TokenKind kind) => new(kind, source[_at++].ToString(), _at);

    private Token ReadWord()
    {
        var start = _at;
        while (
            _at < source.Length
            && !char.IsWhiteSpace(source[_at])
            && source[_at] is not ('(' or ')' or '[' or ']' or '"')
        )
            _at++;
        return new(TokenKind.Word, source[start.._at], start + 1);
    }

    private Token ReadText()
    {
        var (start, text) = (++_at, new StringBuilder());
        while (_at < source.Length)
        {
            var c = source[_at++];
            if (c == '"')
                return ScimText.IsValid(text.ToString())
                    ? new(TokenKind.Text, text.ToString(), start)
                    : throw FilterParser.Invalid(start, "text without control characters and broken Unicode");
            if (c < ' ')
                throw FilterParser.Invalid(_at, "no control character within text");
            text.Append(c == '\\' ? ReadEscape() : c);
        }

        throw FilterParser.Invalid(start, "text that a quotation mark ends");
    }

    private char ReadEscape()
    {
        var position = _at;
        return (_at < source.Length ? source[_at++] : '\0') switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' when ReadHex() is { } c => c,
            _ => throw FilterParser.Invalid(position, "an escape sequence of JSON"),
        };
    }

    private char? ReadHex()
    {
        if (
            _at + 4 > source.Length
            || !ushort.TryParse(
                source.AsSpan(_at, 4),
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out var code
            )
        )
            return null;
        _at += 4;
        return (char)code;
    }
}
