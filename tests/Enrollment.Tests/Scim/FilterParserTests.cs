using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class FilterParserTests
{
    /// <summary>RFC 7644 figure 2.</summary>
    [Theory]
    [InlineData("userName eq \"bjensen\"")]
    [InlineData("name.familyName co \"O'Malley\"")]
    [InlineData("userName sw \"J\"")]
    [InlineData("title pr")]
    [InlineData("meta.lastModified gt \"2011-05-13T04:42:34Z\"")]
    [InlineData("meta.lastModified ge \"2011-05-13T04:42:34Z\"")]
    [InlineData("meta.lastModified lt \"2011-05-13T04:42:34Z\"")]
    [InlineData("meta.lastModified le \"2011-05-13T04:42:34Z\"")]
    [InlineData("title pr and userType eq \"Employee\"")]
    [InlineData("title pr or userType eq \"Intern\"")]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"")]
    [InlineData("userType eq \"Employee\" and (emails co \"example.com\" or emails.value co \"example.org\")")]
    [InlineData("userType ne \"Employee\" and not (emails co \"example.com\" or emails.value co \"example.org\")")]
    [InlineData("userType eq \"Employee\" and emails.type eq \"work\"")]
    [InlineData("userType eq \"Employee\" and emails[type eq \"work\" and value co \"@example.com\"]")]
    [InlineData(
        "emails[type eq \"work\" and value co \"@example.com\"] or ims[type eq \"xmpp\" and value co \"@foo.com\"]"
    )]
    public void The_filters_of_the_standard_are_read(string text) => Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"J\"", "userName sw \"J\"")]
    [InlineData("USERNAME Eq \"J\"", "userName eq \"J\"")]
    [InlineData("title PR AND NOT(active EQ True)", "title pr and not (active eq true)")]
    [InlineData("  ( ( title\tpr ) )  ", "title pr")]
    [InlineData(
        "(userType eq \"Employee\") and (emails.type eq \"work\")",
        "userType eq \"Employee\" and emails.type eq \"work\""
    )]
    [InlineData("title eq NULL", "title eq null")]
    [InlineData("active eq \"False\"", "active eq false")]
    [InlineData(ScimUrns.WorkUser + ":level ge -3.50e1", ScimUrns.WorkUser + ":level ge -35.0")]
    [InlineData("displayName eq \"\\u0041\\\"\\\\\\/\\n\\t\"", "displayName eq \"A\\\"\\\\/\\n\\t\"")]
    [InlineData("displayName eq \"\\ud83d\\ude00 é\"", "displayName eq \"\\uD83D\\uDE00 é\"")]
    public void The_text_of_a_filter_is_its_standard_form(string text, string standard) =>
        Parse(text).ToString().ShouldBe(standard);

    /// <summary>Forms that the grammar does not have.</summary>
    [Theory]
    [InlineData("emails[type eq \"work\"].value eq \"x\"", "emails[type eq \"work\" and value eq \"x\"]")]
    [InlineData(
        "emails[type eq \"work\" or primary eq true].value pr",
        "emails[(type eq \"work\" or primary eq true) and value pr]"
    )]
    [InlineData("id eq \"1\" and manager eq \"2\"", "id eq \"1\" and manager eq \"2\"")]
    [InlineData("members[value eq \"1\"].value eq \"1\"", "members[value eq \"1\" and value eq \"1\"]")]
    public void The_forms_of_Microsoft_Entra_ID_are_read(string text, string standard) =>
        Parse(text).ToString().ShouldBe(standard);

    [Fact]
    public void And_binds_stronger_than_or()
    {
        Parse("title pr or userType pr and active eq true")
            .ShouldBeOfType<OrFilter>()
            .Right.ShouldBeOfType<AndFilter>();
        Parse("title pr and userType pr or active eq true").ShouldBeOfType<OrFilter>().Left.ShouldBeOfType<AndFilter>();
        Parse("(title pr or userType pr) and active eq true")
            .ShouldBeOfType<AndFilter>()
            .Left.ShouldBeOfType<OrFilter>();
    }

    [Fact]
    public void Not_binds_strongest() =>
        Parse("not (title pr) and userType pr").ShouldBeOfType<AndFilter>().Left.ShouldBeOfType<NotFilter>();

    [Theory]
    [InlineData("", 1, "an attribute")]
    [InlineData("   ", 4, "an attribute")]
    [InlineData("userName", 9, "an operator")]
    [InlineData("userName like \"x\"", 10, "an operator")]
    [InlineData("userName eq", 12, "a value")]
    [InlineData("userName eq bjensen", 13, "a value")]
    [InlineData("userName eq 'bjensen'", 13, "a value")]
    [InlineData("userName eq \"bjensen", 13, "a quotation mark")]
    [InlineData("userName eq \"a\\x\"", 15, "an escape sequence")]
    [InlineData("userName eq \"a\\u12\"", 15, "an escape sequence")]
    [InlineData("userName eq \"a\" title pr", 17, "'and', 'or' or the end")]
    [InlineData("userName eq \"a\" and", 20, "an attribute")]
    [InlineData("userName eq \"a\")", 16, "the end")]
    [InlineData("(userName eq \"a\"", 17, "')'")]
    [InlineData("not userName eq \"a\"", 5, "'('")]
    [InlineData("and title pr", 5, "an operator")]
    [InlineData("emails[type eq \"work\"", 22, "']'")]
    [InlineData("emails[]", 8, "an attribute")]
    [InlineData("emails[type eq \"work\"].value", 29, "an operator")]
    [InlineData("emails[type eq \"work\"].a.b pr", 23, "a sub-attribute")]
    [InlineData("emails.value[type eq \"work\"]", 13, "complex")]
    [InlineData("userName[value eq \"x\"]", 9, "complex")]
    [InlineData("emails[value[type eq \"x\"]]", 13, "complex")]
    [InlineData("1name eq \"x\"", 1, "an attribute")]
    [InlineData("userName eq \"a\\u0000\"", 13, "control characters")]
    [InlineData("userName eq \"a\\ud800\"", 13, "broken Unicode")]
    [InlineData("userName eq \"a\0\"", 15, "control character")]
    [InlineData("title gt null", 10, "eq or ne")]
    [InlineData("userName eq 1e999", 13, "a value")]
    [InlineData(ScimUrns.EnterpriseUser + " eq \"x\"", 1, "a schema")]
    public void An_error_tells_where_and_what_was_expected(string text, int position, string expected)
    {
        var detail = ShouldBeRejected(() => Parse(text), ScimErrorType.InvalidFilter).Message;

        detail.ShouldStartWith($"The filter is invalid at character {position}: ");
        detail.ShouldContain(expected);
    }

    [Theory]
    [InlineData("active gt true")]
    [InlineData("active co \"tr\"")]
    [InlineData("active eq \"yes\"")]
    [InlineData("active eq 1")]
    [InlineData("userName eq true")]
    [InlineData("userName eq 1")]
    [InlineData("emails co 1")]
    [InlineData("meta.created gt \"yesterday\"")]
    [InlineData("meta.created gt \"0001-01-01T00:00:00+14:00\"")]
    [InlineData("meta.created gt \"9999-12-31T23:59:59-14:00\"")]
    [InlineData("meta.created gt \"2026-02-30\"")]
    [InlineData("meta.created eq 2011")]
    [InlineData(ScimUrns.WorkUser + ":level eq \"3\"")]
    [InlineData(ScimUrns.WorkUser + ":level co 3")]
    [InlineData("name eq \"Barbara\"")]
    [InlineData("addresses eq \"Hollywood\"")]
    public void An_attribute_compares_only_with_its_type(string text) =>
        ShouldBeRejected(() => Parse(text), ScimErrorType.InvalidFilter);

    [Fact]
    public void Binary_values_have_no_order()
    {
        var schema = new ScimSchema("urn:x", "X", "X", [new("photo", AttributeType.Binary, "A photo")]);
        var type = new ScimResourceType("X", "/X", "X", schema, []);

        ScimFilter.Parse("photo eq \"AAAA\"", type).ShouldBeOfType<CompareFilter>();
        ShouldBeRejected(() => ScimFilter.Parse("photo gt \"AAAA\"", type), ScimErrorType.InvalidFilter);
    }

    [Fact]
    public void A_filter_has_at_most_200_parts()
    {
        string Of(int comparisons) => string.Join(" or ", Enumerable.Repeat("title pr", comparisons));

        Parse(Of(100)).ToString().ShouldBe(Of(100));
        ShouldBeRejected(() => Parse(Of(101)), ScimErrorType.InvalidFilter).Message.ShouldContain("200 parts");
    }

    [Fact]
    public void A_filter_is_at_most_20_levels_deep()
    {
        string Of(int levels) => $"{new string('(', levels)}title pr{new string(')', levels)}";

        Parse(Of(20)).ToString().ShouldBe("title pr");
        ShouldBeRejected(() => Parse(Of(21)), ScimErrorType.InvalidFilter).Message.ShouldContain("20 levels");
        ShouldBeRejected(() => Parse(string.Concat(Enumerable.Repeat("not (", 1_500))), ScimErrorType.InvalidFilter);
    }

    [Fact]
    public void A_filter_has_at_most_8000_characters()
    {
        string Of(int length) => $"userName eq \"{new string('x', length - 14)}\"";

        Parse(Of(8_000)).ToString().Length.ShouldBe(8_000);
        ShouldBeRejected(() => Parse(Of(8_001)), ScimErrorType.InvalidFilter).Message.ShouldContain("8000 characters");
    }

    private static ScimFilter Parse(string text) =>
        ScimFilter.Parse(
            text,
            text.StartsWith("members", StringComparison.Ordinal) ? ScimResourceType.Group : ScimResourceType.User
        );
}
