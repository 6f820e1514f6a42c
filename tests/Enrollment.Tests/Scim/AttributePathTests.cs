using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class AttributePathTests
{
    private const string Enterprise = ScimUrns.EnterpriseUser;

    [Theory]
    [InlineData("userName", null, "userName", null)]
    [InlineData("USERNAME", null, "userName", null)]
    [InlineData("name.familyname", null, "name", "familyName")]
    [InlineData("meta.lastModified", null, "meta", "lastModified")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName", null, "name", "givenName")]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User", null, null, null)]
    [InlineData(Enterprise, Enterprise, null, null)]
    [InlineData(Enterprise + ":department", Enterprise, "department", null)]
    [InlineData(Enterprise + ":manager.value", Enterprise, "manager", "value")]
    [InlineData(Enterprise + ":manager.$ref", Enterprise, "manager", "$ref")]
    [InlineData(
        "URN:IETF:params:scim:schemas:extension:ENTERPRISE:2.0:user:Manager.Value",
        Enterprise,
        "manager",
        "value"
    )]
    [InlineData(ScimUrns.WorkUser + ":hiredate", ScimUrns.WorkUser, "hireDate", null)]
    public void Names_are_found_in_any_case(string text, string? schema, string? name, string? subName)
    {
        var path = AttributePath.Parse(text, ScimResourceType.User);

        (path.Schema, path.Name, path.SubName, path.IsKnown).ShouldBe((schema, name, subName, true));
    }

    [Theory]
    [InlineData("shoeSize", null, "shoeSize", null)]
    [InlineData("name.shoeSize", null, "name", "shoeSize")]
    [InlineData("userName.length", null, "userName", "length")]
    [InlineData("department", null, "department", null)]
    [InlineData("urn:example:2.0:Person:size.left", "urn:example:2.0:Person", "size", "left")]
    [InlineData(Enterprise + ":shoeSize", Enterprise, "shoeSize", null)]
    public void What_no_schema_knows_is_a_path_too(string text, string? schema, string name, string? subName)
    {
        var path = AttributePath.Parse(text, ScimResourceType.User);

        (path.Schema, path.Name, path.SubName, path.IsKnown).ShouldBe((schema, name, subName, false));
        path.ValuesIn(Barbara).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("name.")]
    [InlineData(".familyName")]
    [InlineData("name.familyName.first")]
    [InlineData("user name")]
    [InlineData("2nd")]
    [InlineData("$")]
    [InlineData("urn:")]
    [InlineData(Enterprise + ":")]
    [InlineData(Enterprise + ":manager:value")]
    [InlineData("emails[type eq \"work\"]")]
    [InlineData("na\0me")]
    public void Other_text_is_no_path(string text) =>
        ShouldBeRejected(() => AttributePath.Parse(text, ScimResourceType.User), ScimErrorType.InvalidPath);

    [Theory]
    [InlineData("emails.value", "bjensen@example.com|babs@jensen.org")]
    [InlineData("name.familyName", "Jensen")]
    [InlineData(Enterprise + ":manager.value", "26118915-6090-4610-87e4-49d8ca9f808d")]
    [InlineData("nickName", "")]
    [InlineData("nickName.short", "")]
    public void A_path_gives_the_values_of_a_resource(string text, string values) =>
        string.Join('|', AttributePath.Parse(text, ScimResourceType.User).ValuesIn(Barbara)).ShouldBe(values);

    [Theory]
    [InlineData("emails[type eq \"work\"]")]
    [InlineData("emails[type eq \"work\" and primary eq true].value")]
    [InlineData("addresses[type eq \"work\"].formatted")]
    [InlineData("name.familyName")]
    [InlineData(Enterprise)]
    [InlineData(Enterprise + ":manager.value")]
    public void A_path_to_patch_keeps_its_text(string text) =>
        PatchPath.Parse(text, ScimResourceType.User).ToString().ShouldBe(text);

    [Fact]
    public void A_bracket_within_the_text_of_a_filter_is_text() =>
        PatchPath
            .Parse("emails[ value eq \"a]b[c\" ] .Type", ScimResourceType.User)
            .ToString()
            .ShouldBe("emails[value eq \"a]b[c\"].type");

    [Fact]
    public void A_path_to_patch_may_name_the_schema_of_the_list() =>
        PatchPath
            .Parse("urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \"work\"].value", ScimResourceType.User)
            .ToString()
            .ShouldBe("emails[type eq \"work\"].value");

    [Theory]
    [InlineData("emails[type eq \"work\"]value")]
    [InlineData("emails[type eq \"work\"].value.first")]
    [InlineData("emails.value[type eq \"work\"]")]
    [InlineData("emails]type[")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("[type eq \"work\"]")]
    [InlineData("name[familyName eq \"Jensen\"].givenName")]
    [InlineData("userName[value eq \"x\"]")]
    public void Other_text_is_no_path_to_patch(string text) =>
        ShouldBeRejected(() => PatchPath.Parse(text, ScimResourceType.User), ScimErrorType.InvalidPath);

    [Theory]
    [InlineData("emails[]")]
    [InlineData("emails[type]")]
    [InlineData("emails[type eq work]")]
    [InlineData("emails[emails[type eq \"work\"]]")]
    [InlineData("emails[primary gt true]")]
    public void What_is_wrong_in_the_brackets_is_a_matter_of_the_filter(string text) =>
        ShouldBeRejected(() => PatchPath.Parse(text, ScimResourceType.User), ScimErrorType.InvalidFilter);
}
