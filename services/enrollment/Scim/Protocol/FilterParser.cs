using System.Globalization;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>
/// Reads a filter by recursive descent: <c>or</c> binds weakest, then <c>and</c>, then <c>not (…)</c>. Beyond the
/// grammar it reads <c>emails[type eq "work"].value eq "x"</c>, as Microsoft Entra ID sends it.
/// </summary>
internal sealed class FilterParser
{
    public const int MaxLength = 8_000;

    private const int MaxNodes = 200,
        MaxDepth = 20;

    private readonly FilterLexer _lexer;
    private Token _next;
    private int _nodes,
        _depth;

    private FilterParser(string text)
    {
        if (text.Length > MaxLength)
            throw TooLarge($"more than {MaxLength} characters");
        _lexer = new(text);
        _next = _lexer.Next();
    }

    public static ScimFilter Parse(string text, ScimResourceType type) =>
        new FilterParser(text).ParseAll(word => AttributePath.TryParse(word, type, out var path) ? path : null);

    /// <summary>The filter within the brackets of a path.</summary>
    public static ScimFilter ParseWithin(string text, ScimAttribute? attribute) =>
        new FilterParser(text).ParseAll(word => AttributePath.OfSubAttribute(word, attribute), withinBrackets: true);

    /// <param name="position">1 for the first character.</param>
    public static ScimException Invalid(int position, string expected, string? found = null) =>
        ScimException.BadRequest(
            ScimErrorType.InvalidFilter,
            $"The filter is invalid at character {position}: expected {expected}"
                + (found is null ? "." : $", found {found}.")
        );

    private ScimFilter ParseAll(Func<string, AttributePath?> resolve, bool withinBrackets = false)
    {
        var filter = ParseOr(new(resolve, withinBrackets));
        return _next.Kind == TokenKind.End ? filter : throw Unexpected("'and', 'or' or the end");
    }

    private ScimFilter ParseOr(Scope scope)
    {
        var left = ParseAnd(scope);
        while (TakeKeyword("or"))
            left = Count(new OrFilter(left, ParseAnd(scope)));
        return left;
    }

    private ScimFilter ParseAnd(Scope scope)
    {
        var left = ParseUnary(scope);
        while (TakeKeyword("and"))
            left = Count(new AndFilter(left, ParseUnary(scope)));
        return left;
    }

    private ScimFilter ParseUnary(Scope scope)
    {
        if (TakeKeyword("not"))
            return Count(new NotFilter(ParseNested(scope, TokenKind.OpenParenthesis, TokenKind.CloseParenthesis)));
        return _next.Kind == TokenKind.OpenParenthesis
            ? ParseNested(scope, TokenKind.OpenParenthesis, TokenKind.CloseParenthesis)
            : ParseExpression(scope);
    }

    private ScimFilter ParseNested(Scope scope, TokenKind open, TokenKind close)
    {
        Take(open, "'('");
        if (++_depth > MaxDepth)
            throw TooLarge($"more than {MaxDepth} levels");
        var filter = ParseOr(scope);
        Take(close, close == TokenKind.CloseBracket ? "'and', 'or' or ']'" : "'and', 'or' or ')'");
        _depth--;
        return filter;
    }

    private ScimFilter ParseExpression(Scope scope)
    {
        var word = Take(TokenKind.Word, "an attribute, 'not' or '('");
        var path = scope.Resolve(word.Text) ?? throw Unexpected("the name of an attribute", word);
        return _next.Kind == TokenKind.OpenBracket ? ParseElement(path, scope) : ParseComparison(path, word);
    }

    private ElementFilter ParseElement(AttributePath path, Scope scope)
    {
        if (scope.WithinBrackets || path.Name is null || path.SubName is not null)
            throw Unexpected("brackets only after a complex attribute");
        if (path.Attribute is { Type: not AttributeType.Complex })
            throw Unexpected($"an operator, since {path} is not complex");
        AttributePath? Resolve(string name) => AttributePath.OfSubAttribute(name, path.Attribute);
        var inner = ParseNested(new(Resolve, true), TokenKind.OpenBracket, TokenKind.CloseBracket);
        if (_next.Kind == TokenKind.Word && _next.Text.StartsWith('.'))
        {
            var word = Take(TokenKind.Word, "a sub-attribute");
            var subPath = Resolve(word.Text[1..]) ?? throw Unexpected("the name of a sub-attribute", word);
            inner = Count(new AndFilter(inner, ParseComparison(subPath, word)));
        }

        return Count(new ElementFilter(path, inner));
    }

    private ScimFilter ParseComparison(AttributePath path, Token attribute)
    {
        var word = Take(TokenKind.Word, "an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)");
        if (IsKeyword(word, "pr"))
            return Count(new PresentFilter(path));
        var op =
            CompareOperators.Of(word.Text)
            ?? throw Unexpected("an operator (eq, ne, co, sw, ew, gt, ge, lt, le or pr)", word);
        var value = _next;
        var constant = ParseConstant();
        return Count(new CompareFilter(path, op, FilterTypes.Check(path, op, constant, attribute.Position, value)));
    }

    private object? ParseConstant()
    {
        const string Expected = "a value: text in quotation marks, a number, true, false or null";
        if (_next.Kind == TokenKind.Text)
            return Take(TokenKind.Text, Expected).Text;
        var word = Take(TokenKind.Word, Expected);
        if (IsKeyword(word, "true") || IsKeyword(word, "false"))
            return IsKeyword(word, "true");
        if (IsKeyword(word, "null"))
            return null;
        return decimal.TryParse(word.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Unexpected(Expected, word);
    }

    private T Count<T>(T filter)
        where T : ScimFilter => ++_nodes <= MaxNodes ? filter : throw TooLarge($"more than {MaxNodes} parts");

    private Token Take(TokenKind kind, string expected)
    {
        if (_next.Kind != kind)
            throw Unexpected(expected);
        var token = _next;
        _next = _lexer.Next();
        return token;
    }

    private bool TakeKeyword(string keyword)
    {
        if (!IsKeyword(_next, keyword))
            return false;
        Take(TokenKind.Word, keyword);
        return true;
    }

    private static bool IsKeyword(Token token, string keyword) =>
        token.Kind == TokenKind.Word && token.Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    private ScimException Unexpected(string expected) => Unexpected(expected, _next);

    private static ScimException Unexpected(string expected, Token found) =>
        Invalid(found.Position, expected, found.Kind == TokenKind.End ? "the end" : ScimText.Quote(found.Text));

    private static ScimException TooLarge(string problem) =>
        ScimException.BadRequest(ScimErrorType.InvalidFilter, $"The filter has {problem}.");

    /// <summary>What the words mean: attributes of a resource, or sub-attributes within brackets.</summary>
    private readonly record struct Scope(Func<string, AttributePath?> Resolve, bool WithinBrackets);
}
