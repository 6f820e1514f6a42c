using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class FilterMatchingTests
{
    private const string Enterprise = ScimUrns.EnterpriseUser,
        Work = ScimUrns.WorkUser;

    [Theory]
    [InlineData("userName eq \"bjensen@example.com\"", true)]
    [InlineData("userName eq \"BJENSEN@example.com\"", true)]
    [InlineData("userName eq \"bjensen\"", false)]
    [InlineData("userName ne \"bjensen\"", true)]
    [InlineData("userName sw \"B\"", true)]
    [InlineData("userName ew \"EXAMPLE.com\"", true)]
    [InlineData("userName co \"sen@\"", true)]
    [InlineData("userName gt \"A\"", true)]
    [InlineData("userName lt \"A\"", false)]
    [InlineData("userName le \"bjensen@example.com\"", true)]
    [InlineData("id eq \"2819c223-7f76-453a-919d-413861904646\"", true)]
    [InlineData("id eq \"2819C223-7F76-453A-919D-413861904646\"", false)]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User\"", true)]
    [InlineData("schemas eq \"urn:ietf:params:scim:schemas:core:2.0:Group\"", false)]
    public void Text_compares_without_regard_to_case_unless_it_is_exact(string filter, bool matches) =>
        Matches(filter).ShouldBe(matches);

    [Theory]
    [InlineData("active eq true", true)]
    [InlineData("active eq \"True\"", true)]
    [InlineData("active ne true", false)]
    [InlineData(Work + ":level eq 3", true)]
    [InlineData(Work + ":level eq 3.0", true)]
    [InlineData(Work + ":level gt 2", true)]
    [InlineData(Work + ":level le 2", false)]
    [InlineData(Work + ":hireDate lt \"2021-01-01\"", true)]
    [InlineData("meta.lastModified eq \"2011-05-13T06:42:34+02:00\"", true)]
    [InlineData("meta.lastModified ge \"2011-05-13T04:42:34.0000001Z\"", false)]
    [InlineData("meta.lastModified gt \"2011-05-13T04:42:33.999Z\"", true)]
    [InlineData("meta.lastModified sw \"2011-05\"", true)]
    public void Other_values_compare_as_what_they_are(string filter, bool matches) => Matches(filter).ShouldBe(matches);

    [Theory]
    [InlineData("emails eq \"babs@jensen.org\"", true)]
    [InlineData("emails.value eq \"babs@jensen.org\"", true)]
    [InlineData("emails.type eq \"home\"", true)]
    [InlineData("emails.type ne \"home\"", true)]
    [InlineData("phoneNumbers.type ne \"work\"", false)]
    [InlineData("emails.primary eq true", true)]
    [InlineData("emails[type eq \"work\" and value co \"@example.com\"]", true)]
    [InlineData("emails[type eq \"home\" and value co \"@example.com\"]", false)]
    [InlineData("emails.type eq \"home\" and emails.value co \"@example.com\"", true)]
    [InlineData("emails[type eq \"work\"].value eq \"bjensen@example.com\"", true)]
    [InlineData("emails[type eq \"home\"].value eq \"bjensen@example.com\"", false)]
    [InlineData("emails[not (type eq \"work\")]", true)]
    [InlineData("not (emails[type eq \"work\"])", false)]
    [InlineData("ims[type eq \"xmpp\"]", false)]
    [InlineData(Enterprise + ":manager eq \"26118915-6090-4610-87e4-49d8ca9f808d\"", true)]
    [InlineData(Enterprise + ":manager.displayName eq \"john smith\"", true)]
    public void One_of_several_values_has_to_match(string filter, bool matches) => Matches(filter).ShouldBe(matches);

    [Theory]
    [InlineData("title pr", true)]
    [InlineData("nickName pr", false)]
    [InlineData("name pr", true)]
    [InlineData("emails pr", true)]
    [InlineData("ims pr", false)]
    [InlineData(Enterprise + " pr", true)]
    [InlineData("nickName eq \"Babs\"", false)]
    [InlineData("nickName ne \"Babs\"", true)]
    [InlineData("nickName lt \"Babs\"", false)]
    [InlineData("nickName eq null", true)]
    [InlineData("nickName ne null", false)]
    [InlineData("title eq null", false)]
    [InlineData("title ne null", true)]
    [InlineData("not (nickName pr)", true)]
    public void An_attribute_without_a_value_is_null(string filter, bool matches) => Matches(filter).ShouldBe(matches);

    [Theory]
    [InlineData("shoeSize pr", false)]
    [InlineData("shoeSize eq 42", false)]
    [InlineData("shoeSize eq \"42\"", false)]
    [InlineData("shoeSize ne 42", true)]
    [InlineData("shoeSize eq null", true)]
    [InlineData("shoeSize[left eq 42]", false)]
    [InlineData("name.shoeSize gt true", false)]
    [InlineData("emails[shoeSize ne 42]", true)]
    [InlineData("urn:example:2.0:Person:shoeSize pr", false)]
    [InlineData("urn:example:2.0:Person:shoeSize ne 42", true)]
    [InlineData("department pr", false)]
    public void An_attribute_that_no_schema_knows_has_no_value(string filter, bool matches)
    {
        var resource = Barbara;
        resource["shoeSize"] = 42;
        ScimFilter.Parse(filter, ScimResourceType.User).Matches(resource).ShouldBe(matches);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[{}]")]
    [InlineData("{ \"formatted\": \"\" }")]
    public void What_is_empty_is_not_present(string value)
    {
        var resource = Barbara;
        resource["title"] = JsonNode.Parse(value);
        ScimFilter.Parse("title pr", ScimResourceType.User).Matches(resource).ShouldBeFalse();
    }

    [Fact]
    public void A_resource_made_by_the_server_may_hold_dates_and_ids_as_they_are()
    {
        var resource = new JsonObject
        {
            ["id"] = Guid.Empty,
            ["meta"] = new JsonObject { ["created"] = new DateTimeOffset(2026, 11, 30, 8, 0, 0, TimeSpan.Zero) },
        };

        Matches($"id eq \"{Guid.Empty}\" and meta.created ge \"2026-11-30\"", resource).ShouldBeTrue();
        Matches("meta.created gt \"2026-11-30T09:00:00+01:00\"", resource).ShouldBeFalse();
    }

    [Theory]
    [InlineData("active eq true", false)]
    [InlineData("active ne true", true)]
    [InlineData("userName eq \"5\"", false)]
    [InlineData("userName co \"5\"", false)]
    [InlineData("emails.value eq \"x\"", false)]
    public void A_stored_value_of_a_wrong_type_differs_from_all(string filter, bool matches) =>
        Matches(filter, Json("""{ "active": "yes", "userName": 5, "emails": ["x"] }""")).ShouldBe(matches);

    private static bool Matches(string filter, JsonObject? resource = null) =>
        ScimFilter.Parse(filter, ScimResourceType.User).Matches(resource ?? Barbara);
}
