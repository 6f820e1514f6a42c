using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ListQueryTests
{
    private static readonly PageLimits Limits = new(100, 200);

    [Fact]
    public void Without_parameters_the_first_page_is_asked_for()
    {
        var query = Parse();

        (query.Filter, query.StartIndex, query.Count, query.Cursor, query.SortBy, query.SortOrder).ShouldBe(
            (null, 1, 100, null, null, SortOrder.Ascending)
        );
        query.Selection.Included.ShouldBeNull();
        query.Selection.Excluded.ShouldBeEmpty();
    }

    [Fact]
    public void All_parameters_are_read()
    {
        var query = Parse(
            ("filter", "userName eq \"x\""),
            ("startIndex", "3"),
            ("COUNT", "10"),
            ("sortBy", "name.familyname"),
            ("sortOrder", "Descending"),
            ("attributes", "userName,title"),
            ("other", "1"),
            ("other", "2")
        );

        query.Filter!.ToString().ShouldBe("userName eq \"x\"");
        (query.StartIndex, query.Count, query.Cursor, query.SortOrder).ShouldBe((3, 10, null, SortOrder.Descending));
        query.SortBy!.ToString().ShouldBe("name.familyName");
        query.Selection.Included!.Select(path => path.ToString()).ShouldBe(["userName", "title"]);
    }

    [Fact]
    public void The_body_of_a_search_says_the_same()
    {
        var query = ListQuery.Parse(
            Json(
                """
                {
                  "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
                  "attributes": ["displayName", "userName"],
                  "excludedAttributes": null,
                  "filter": "displayName sw \"smith\"",
                  "startIndex": 1,
                  "count": 10
                }
                """
            ),
            ScimResourceType.User,
            Limits
        );

        query.Filter!.ToString().ShouldBe("displayName sw \"smith\"");
        (query.StartIndex, query.Count, query.Cursor).ShouldBe((1, 10, null));
        query.Selection.Included!.Select(path => path.ToString()).ShouldBe(["displayName", "userName"]);
    }

    [Theory]
    [InlineData("0", "-5", 1, 0)]
    [InlineData("-7", "0", 1, 0)]
    [InlineData("99999999999", "201", int.MaxValue, 200)]
    [InlineData("-99999999999", "-99999999999", 1, 0)]
    [InlineData("007", "99999999999", 7, 200)]
    public void Numbers_out_of_range_become_the_nearest_that_fits(string start, string count, int index, int size)
    {
        var query = Parse(("startIndex", start), ("count", count));

        (query.StartIndex, query.Count).ShouldBe((index, size));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("", "")]
    [InlineData("VZUTiyhEQJ94-_.~IR", "VZUTiyhEQJ94-_.~IR")]
    public void A_cursor_pages_from_where_it_points(string? cursor, string read)
    {
        Parse(("cursor", cursor), ("count", "10")).Cursor.ShouldBe(read);
        ListQuery
            .Parse(new JsonObject { ["cursor"] = cursor ?? "" }, ScimResourceType.User, Limits)
            .Cursor.ShouldBe(read);
    }

    [Theory]
    [InlineData("startIndex", "one", ScimErrorType.InvalidValue)]
    [InlineData("startIndex", "", ScimErrorType.InvalidValue)]
    [InlineData("startIndex", "-", ScimErrorType.InvalidValue)]
    [InlineData("startIndex", "1.5", ScimErrorType.InvalidValue)]
    [InlineData("count", "1e3", ScimErrorType.InvalidValue)]
    [InlineData("count", " 1", ScimErrorType.InvalidValue)]
    [InlineData("count", "+1", ScimErrorType.InvalidValue)]
    [InlineData("count", "١", ScimErrorType.InvalidValue)]
    [InlineData("sortOrder", "up", ScimErrorType.InvalidValue)]
    [InlineData("sortBy", "user name", ScimErrorType.InvalidValue)]
    [InlineData("sortBy", "name", ScimErrorType.InvalidValue)]
    [InlineData("sortBy", ScimUrns.EnterpriseUser, ScimErrorType.InvalidValue)]
    [InlineData("attributes", "user name", ScimErrorType.InvalidValue)]
    [InlineData("filter", "", ScimErrorType.InvalidFilter)]
    [InlineData("filter", "userName", ScimErrorType.InvalidFilter)]
    [InlineData("cursor", "a b", ScimErrorType.InvalidCursor)]
    [InlineData("cursor", "é", ScimErrorType.InvalidCursor)]
    public void An_invalid_parameter_is_rejected(string name, string value, string scimType)
    {
        ShouldBeRejected(() => Parse((name, value)), scimType);
        ShouldBeRejected(
            () => ListQuery.Parse(new JsonObject { [name] = value }, ScimResourceType.User, Limits),
            scimType
        );
    }

    [Fact]
    public void A_cursor_has_at_most_1000_characters() =>
        ShouldBeRejected(() => Parse(("cursor", new string('x', 1_001))), ScimErrorType.InvalidCursor);

    [Theory]
    [InlineData("count", "count")]
    [InlineData("filter", "Filter")]
    [InlineData("startIndex", "cursor")]
    public void A_parameter_is_given_once_and_a_page_in_one_way(string first, string second) =>
        ShouldBeRejected(
            () => Parse((first, first == "filter" ? "title pr" : "1"), (second, "1")),
            ScimErrorType.InvalidValue
        );

    [Theory]
    [InlineData("""{ "count": true }""")]
    [InlineData("""{ "count": 1.5 }""")]
    [InlineData("""{ "filter": 5 }""")]
    [InlineData("""{ "filter": {} }""")]
    [InlineData("""{ "filter": ["title pr"] }""")]
    [InlineData("""{ "attributes": [5] }""")]
    [InlineData("""{ "cursor": false }""")]
    public void A_wrong_type_in_the_body_is_rejected(string body) =>
        Should.Throw<ScimException>(() => ListQuery.Parse(Json(body), ScimResourceType.User, Limits));

    [Fact]
    public void A_page_by_index_tells_where_it_begins() =>
        ListResponse
            .OfIndex([Json("""{ "id": "3" }"""), Json("""{ "id": "4" }""")], 9, 3)
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                  "totalResults": 9, "itemsPerPage": 2, "startIndex": 3, "Resources": [{ "id": "3" }, { "id": "4" }]
                }
                """
            );

    [Fact]
    public void A_page_by_cursor_tells_how_to_go_on()
    {
        ListResponse
            .OfCursor([Json("""{ "id": "3" }""")], 9, "abc")
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                  "totalResults": 9, "itemsPerPage": 1, "nextCursor": "abc", "Resources": [{ "id": "3" }]
                }
                """
            );
        ListResponse
            .OfCursor([], null, null)
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
                  "itemsPerPage": 0, "Resources": []
                }
                """
            );
    }

    [Fact]
    public void A_resource_that_belongs_elsewhere_is_copied()
    {
        var holder = new JsonObject { ["x"] = new JsonObject { ["id"] = "1" } };

        ListResponse.OfIndex([(JsonObject)holder["x"]!], 1, 1)["Resources"].ShouldBeJson("""[{ "id": "1" }]""");
        holder.ShouldBeJson("""{ "x": { "id": "1" } }""");
    }

    private static ListQuery Parse(params (string Name, string? Value)[] parameters) =>
        ListQuery.Parse(parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)), ScimResourceType.User, Limits);
}
