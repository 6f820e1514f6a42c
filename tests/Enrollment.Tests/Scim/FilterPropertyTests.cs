using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class FilterPropertyTests
{
    private static readonly string[] TextPaths =
    [
        "userName",
        "name.familyName",
        "emails",
        "emails.value",
        "id",
        "shoeSize",
        "urn:example:2.0:Person:shoeSize.left",
        $"{ScimUrns.EnterpriseUser}:manager.value",
    ];

    private static readonly string[] TextParts = ["type", "value", "display", "$ref", "shoeSize"];

    private static readonly string[] Words =
    [
        "userName",
        "emails",
        "active",
        "shoeSize",
        ".value",
        ScimUrns.EnterpriseUser,
        $"{ScimUrns.WorkUser}:level",
        "eq",
        "co",
        "gt",
        "pr",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        "\"work\"",
        "\"\\u0000\"",
        "\"",
        "true",
        "null",
        "-1.5e3",
        "1e999",
        "\0",
        "\ud800",
    ];

    [Fact]
    public void A_filter_that_is_written_is_read_as_it_was() =>
        Prop.ForAll(Filters(4).ToArbitrary(), filter => Parse(filter.ToString()) == filter).Check(Cases(1_000));

    [Fact]
    public void Any_filter_can_be_evaluated() =>
        Prop.ForAll(
                Filters(4).ToArbitrary(),
                filter => filter.Matches(Barbara) != new NotFilter(filter).Matches(Barbara)
            )
            .Check(Cases(300));

    [Fact]
    public void Any_text_is_a_filter_or_is_rejected() =>
        Prop.ForAll(Gen.OneOf(AnyText, SomeWords).ToArbitrary(), text => IsReadOrRejected(() => Parse(text)))
            .Check(Cases(3_000));

    [Fact]
    public void Any_text_is_a_path_or_is_rejected() =>
        Prop.ForAll(
                Gen.OneOf(AnyText, SomeWords).ToArbitrary(),
                text =>
                    IsReadOrRejected(() => AttributePath.Parse(text, ScimResourceType.User))
                    && IsReadOrRejected(() => PatchPath.Parse(text, ScimResourceType.User))
                    && IsReadOrRejected(() => AttributeSelection.Parse(text, null, ScimResourceType.User))
            )
            .Check(Cases(3_000));

    [Fact]
    public void Any_parameters_are_a_query_or_are_rejected() =>
        Prop.ForAll(
                (
                    from name in Gen.Elements(
                        "filter",
                        "startIndex",
                        "count",
                        "cursor",
                        "sortBy",
                        "sortOrder",
                        "attributes"
                    )
                    from value in Gen.OneOf(AnyText, SomeWords, Gen.Elements("1", "-1", "", "descending"))
                    select KeyValuePair.Create<string, string?>(name, value)
                )
                    .ListOf()
                    .ToArbitrary(),
                parameters =>
                    IsReadOrRejected(() => ListQuery.Parse(parameters, ScimResourceType.User, new PageLimits(10, 20)))
            )
            .Check(Cases(1_000));

    private static Gen<string> AnyText => ArbMap.Default.GeneratorFor<string>().Select(text => text ?? "");

    private static Gen<string> SomeWords => Gen.Elements(Words).ListOf().Select(words => string.Join(' ', words));

    /// <summary>Text that a filter may hold: quotation marks, escapes and characters of all planes.</summary>
    private static Gen<string> Constants =>
        Gen.Elements("a", "\"", "\\", "/", "é", "\t", "\n", "😀", " ", "]", ")", "\u2028", "<", "'")
            .ListOf()
            .Select(string.Concat);

    private static Gen<ScimFilter> Filters(int levels) =>
        levels == 0
            ? Comparisons
            : Gen.OneOf(
                Comparisons,
                Combined(Filters(levels - 1)),
                Combined(Parts).Select(inner => (ScimFilter)new ElementFilter(PathOf("emails"), inner))
            );

    private static Gen<ScimFilter> Combined(Gen<ScimFilter> filters) =>
        from left in filters
        from right in filters
        from filter in Gen.Elements<ScimFilter>(
            new AndFilter(left, right),
            new OrFilter(left, right),
            new NotFilter(left)
        )
        select filter;

    private static Gen<ScimFilter> Comparisons =>
        Gen.OneOf(
            Compare(Gen.Elements(TextPaths).Select(PathOf), Gen.Choose(0, 8), Constants.Select(text => (object?)text)),
            Compare(Gen.Constant(PathOf("active")), Gen.Choose(0, 1), Gen.Elements<object?>(true, false, null)),
            Compare(
                Gen.Constant(PathOf($"{ScimUrns.WorkUser}:level")),
                Gen.Elements(0, 1, 5, 6, 7, 8),
                Gen.Choose(-1_000, 1_000).Select(n => (object?)(n / 8m))
            ),
            Compare(
                Gen.Constant(PathOf("meta.created")),
                Gen.Choose(0, 8),
                Gen.Elements<object?>("2026-11-30", "2026-11-30T08:00:00Z", "2010-01-23T04:56:22.5-07:00")
            ),
            Gen.Elements(TextPaths).Select(path => (ScimFilter)new PresentFilter(PathOf(path)))
        );

    private static Gen<ScimFilter> Parts =>
        Gen.OneOf(
            Compare(Gen.Elements(TextParts).Select(PartOf), Gen.Choose(0, 8), Constants.Select(text => (object?)text)),
            Compare(Gen.Constant(PartOf("primary")), Gen.Choose(0, 1), Gen.Elements<object?>(true, false)),
            Gen.Elements(TextParts).Select(part => (ScimFilter)new PresentFilter(PartOf(part)))
        );

    private static Gen<ScimFilter> Compare(Gen<AttributePath> paths, Gen<int> operators, Gen<object?> values) =>
        from path in paths
        from op in operators
        from value in values
        select (ScimFilter)new CompareFilter(path, (CompareOperator)op, value);

    private static AttributePath PathOf(string text) => AttributePath.Parse(text, ScimResourceType.User);

    private static AttributePath PartOf(string name) =>
        ((PresentFilter)((ElementFilter)Parse($"emails[{name} pr]")).Inner).Path;

    private static ScimFilter Parse(string text) => ScimFilter.Parse(text, ScimResourceType.User);

    private static bool IsReadOrRejected(Func<object> read)
    {
        try
        {
            return read() is not null;
        }
        catch (ScimException rejected)
        {
            return rejected is { Status: 400, ScimType: not null } && rejected.ToBody().ToJsonString().Length > 0;
        }
    }
}
