using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PeerNetwork.Enrollment.Scim.Protocol;

/// <summary>Evaluates a filter on a resource, or on a value of a complex attribute.</summary>
internal static class FilterEvaluation
{
    public static bool Matches(ScimFilter filter, JsonObject resource) =>
        filter switch
        {
            AndFilter both => Matches(both.Left, resource) && Matches(both.Right, resource),
            OrFilter either => Matches(either.Left, resource) || Matches(either.Right, resource),
            NotFilter negation => !Matches(negation.Inner, resource),
            PresentFilter present => IsPresent(present.Path, resource),
            ElementFilter element => element
                .Path.ValuesIn(resource)
                .OfType<JsonObject>()
                .Any(value => Matches(element.Inner, value)),
            CompareFilter compare => Matches(compare, resource),
            _ => throw new UnreachableException(filter.GetType().Name),
        };

    private static bool IsPresent(AttributePath path, JsonObject resource) =>
        path.ValuesIn(resource).Any(ScimJson.IsPresent);

    private static bool Matches(CompareFilter compare, JsonObject resource)
    {
        if (compare.Value is null)
            return IsPresent(compare.Path, resource) == (compare.Operator == CompareOperator.NotEqual);
        if (compare.Path.Target?.Comparable is not { } attribute)
            return compare.Operator == CompareOperator.NotEqual;
        var isAbsent = true;
        foreach (var value in compare.Path.ValuesIn(resource))
        {
            var compared = attribute == compare.Path.Target ? value : (value as JsonObject)?[attribute.Name];
            if (compared is null)
                continue;
            if (Holds(attribute, compared, compare))
                return true;
            isAbsent = false;
        }

        // An attribute without a value differs from each constant.
        return isAbsent && compare.Operator == CompareOperator.NotEqual;
    }

    private static bool Holds(ScimAttribute attribute, JsonNode value, CompareFilter compare)
    {
        var op = compare.Operator;
        if (op.IsText())
            return compare.Value is string part
                && ScimJson.Text(value) is { } text
                && op switch
                {
                    CompareOperator.Contains => text.Contains(part, attribute.Comparison),
                    CompareOperator.StartsWith => text.StartsWith(part, attribute.Comparison),
                    _ => text.EndsWith(part, attribute.Comparison),
                };
        // A value that is not of its type compares as different.
        return AttributeOrder.Compare(attribute, value, compare.Value) is not { } order
            ? op == CompareOperator.NotEqual
            : op switch
            {
                CompareOperator.Equal => order == 0,
                CompareOperator.NotEqual => order != 0,
                CompareOperator.GreaterThan => order > 0,
                CompareOperator.GreaterOrEqual => order >= 0,
                CompareOperator.LessThan => order < 0,
                _ => order <= 0,
            };
    }
}
