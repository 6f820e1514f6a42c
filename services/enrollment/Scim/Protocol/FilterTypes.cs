namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Checks that an operator can compare an attribute with a constant.</summary>
internal static class FilterTypes
{
    /// <returns>The constant in the type of the attribute.</returns>
    /// <exception cref="ScimException"><c>invalidFilter</c>.</exception>
    public static object? Check(AttributePath path, CompareOperator op, object? constant, int position, Token value)
    {
        if (constant is null)
            return op.IsEquality() ? null : throw FilterParser.Invalid(value.Position, "null only after eq or ne");
        if (path.Name is null)
            throw FilterParser.Invalid(position, "an attribute, since a schema can only be present");
        if (path.Target is null)
            return constant;
        if (path.Target.Comparable is not { } attribute)
            throw FilterParser.Invalid(position, $"a sub-attribute, since {path} is complex");
        return attribute.Type switch
        {
            AttributeType.Boolean => Allow(op.IsEquality(), "eq, ne or pr")
                ?? AsBoolean(constant)
                ?? Expect("a boolean"),
            AttributeType.Integer or AttributeType.Decimal => Allow(!op.IsText(), "no text operator")
                ?? constant as decimal?
                ?? Expect("a number"),
            AttributeType.Binary => Allow(!op.IsOrder(), "no operator of order")
                ?? constant as string
                ?? Expect("text"),
            AttributeType.DateTime when !op.IsText() => constant is string text && ScimText.DateTimeOf(text) is not null
                ? text
                : Expect("a date and time such as \"2026-11-30T08:00:00Z\""),
            _ => constant as string ?? Expect("text"),
        };

        object? Allow(bool allowed, string expected) =>
            allowed ? null : throw FilterParser.Invalid(position, $"{expected} after {path}");

        object Expect(string expected) => throw FilterParser.Invalid(value.Position, $"{expected} for {path}");
    }

    /// <summary>Clients send booleans as text too.</summary>
    private static object? AsBoolean(object constant) =>
        constant switch
        {
            bool => constant,
            string text when bool.TryParse(text, out var flag) => flag,
            _ => null,
        };
}
