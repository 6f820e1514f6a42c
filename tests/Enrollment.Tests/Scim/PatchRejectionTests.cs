using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class PatchRejectionTests
{
    private const string Work = ScimUrns.WorkUser;

    [Theory]
    [InlineData("""{ "op": "replace", "path": "emails[type ne \"home\" and type ne \"work\"].value", "value": "x" }""")]
    [InlineData("""{ "op": "replace", "path": "emails[type eq \"a\" or type eq \"b\"]", "value": { "value": "x" } }""")]
    [InlineData("""{ "op": "add", "path": "emails[value co \"@example.org\"].display", "value": "x" }""")]
    [InlineData("""{ "op": "add", "path": "emails[type eq \"a\" and type eq \"b\"].value", "value": "x" }""")]
    [InlineData("""{ "op": "add", "path": "emails[shoeSize eq 42].value", "value": "x" }""")]
    [InlineData("""{ "op": "remove" }""")]
    [InlineData("""{ "op": "remove", "path": "" }""")]
    [InlineData("""{ "op": "remove", "value": { "title": "Tour Guide" } }""")]
    [InlineData("""{ "op": "remove", "path": "urn:ietf:params:scim:schemas:core:2.0:User" }""")]
    public void An_operation_needs_a_target(string operation) =>
        RejectPatch(Barbara, operation, ScimErrorType.NoTarget);

    [Theory]
    [InlineData("""{ "op": "replace", "path": "id", "value": "other" }""")]
    [InlineData("""{ "op": "replace", "value": { "id": "other" } }""")]
    [InlineData("""{ "op": "remove", "path": "id" }""")]
    [InlineData("""{ "op": "add", "path": "meta.version", "value": "x" }""")]
    [InlineData("""{ "op": "remove", "path": "groups" }""")]
    [InlineData("""{ "op": "add", "path": "groups", "value": [{ "value": "x" }] }""")]
    [InlineData("""{ "op": "remove", "path": "groups[value eq \"e9e30dba\"]" }""")]
    [InlineData(
        """{ "op": "add", "value": { "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref": 1 } }"""
    )]
    [InlineData("""{ "op": "remove", "path": "userName" }""")]
    public void What_is_read_only_or_required_stays(string operation) =>
        RejectPatch(Barbara, operation, ScimErrorType.Mutability);

    [Theory]
    [InlineData(
        """{ "op": "replace", "path": "members[type eq \"User\"].value", "value": "x" }""",
        ScimErrorType.Mutability
    )]
    [InlineData("""{ "op": "remove", "path": "members.value" }""", ScimErrorType.Mutability)]
    [InlineData("""{ "op": "remove", "path": "members.type" }""", ScimErrorType.Mutability)]
    [InlineData(
        """{ "op": "replace", "path": "members[value pr].type", "value": "Group" }""",
        ScimErrorType.InvalidValue
    )]
    [InlineData("""{ "op": "add", "path": "members", "value": [{ "type": "User" }] }""", ScimErrorType.InvalidValue)]
    [InlineData("""{ "op": "replace", "path": "displayName", "value": null }""", ScimErrorType.InvalidValue)]
    [InlineData("""{ "op": "replace", "path": "displayName", "value": " " }""", ScimErrorType.InvalidValue)]
    public void What_a_group_needs_stays(string operation, string scimType) =>
        RejectPatch(TourGuides, operation, scimType);

    [Theory]
    [InlineData("active", "\"yes\"")]
    [InlineData("active", "1")]
    [InlineData("title", "5")]
    [InlineData("title", "true")]
    [InlineData("title", """["x"]""")]
    [InlineData("title", """{ "value": "x" }""")]
    [InlineData("title", "\"a\\u0000b\"")]
    [InlineData("name", "\"Barbara\"")]
    [InlineData("name.givenName", "5")]
    [InlineData("emails", "5")]
    [InlineData("emails", "[[]]")]
    [InlineData("addresses", "\"Berlin\"")]
    [InlineData("emails[type eq \\\"work\\\"].value", """["a", "b"]""")]
    [InlineData("emails[type eq \\\"work\\\"].value", """{ "value": "a" }""")]
    [InlineData("userName", "\"\"")]
    [InlineData(Work + ":level", "\"three\"")]
    [InlineData(Work + ":level", "3.5")]
    [InlineData(Work + ":level", "3000000000")]
    [InlineData(Work + ":hireDate", "\"01.12.2026\"")]
    [InlineData(Work + ":hireDate", "\"2026-02-30\"")]
    [InlineData(Work + ":kind", "\"robot\"")]
    [InlineData(Work, "\"x\"")]
    public void A_wrong_type_is_rejected_by_name(string path, string value)
    {
        var detail = RejectPatch(
            Barbara,
            $$"""{ "op": "replace", "path": "{{path}}", "value": {{value}} }""",
            ScimErrorType.InvalidValue
        );

        if (path != Work)
            detail.ShouldContain(path.Replace("\\", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{}""", ScimErrorType.InvalidSyntax)]
    [InlineData("""{ "Operations": [] }""", ScimErrorType.InvalidSyntax)]
    [InlineData("""{ "Operations": {} }""", ScimErrorType.InvalidSyntax)]
    [InlineData("""{ "Operations": [null] }""", ScimErrorType.InvalidSyntax)]
    [InlineData("""{ "Operations": [{ "path": "title", "value": "x" }] }""", ScimErrorType.InvalidSyntax)]
    [InlineData("""{ "Operations": [{ "op": "move", "path": "title", "value": "x" }] }""", ScimErrorType.InvalidSyntax)]
    [InlineData("""{ "Operations": [{ "op": 1, "path": "title", "value": "x" }] }""", ScimErrorType.InvalidSyntax)]
    [InlineData(
        """{ "Operations": [{ "op": "add", "OP": "remove", "path": "title" }] }""",
        ScimErrorType.InvalidSyntax
    )]
    [InlineData("""{ "Operations": [{ "op": "add", "path": "title" }] }""", ScimErrorType.InvalidValue)]
    [InlineData("""{ "Operations": [{ "op": "add", "value": "x" }] }""", ScimErrorType.InvalidValue)]
    [InlineData("""{ "Operations": [{ "op": "add", "path": 5, "value": "x" }] }""", ScimErrorType.InvalidPath)]
    [InlineData("""{ "Operations": [{ "op": "add", "path": "a b", "value": "x" }] }""", ScimErrorType.InvalidPath)]
    [InlineData(
        """{ "Operations": [{ "op": "add", "path": "emails[type]", "value": "x" }] }""",
        ScimErrorType.InvalidFilter
    )]
    public void A_body_has_to_be_a_patch_request(string body, string scimType) =>
        ShouldBeRejected(() => PatchRequest.Parse(Json(body), ScimResourceType.User), scimType);
}
