using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class ScimExceptionTests
{
    [Fact]
    public void The_body_has_the_status_as_text() =>
        new ScimException(400, ScimErrorType.Mutability, "Attribute 'id' is readOnly.")
            .ToBody()
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                  "status": "400",
                  "scimType": "mutability",
                  "detail": "Attribute 'id' is readOnly."
                }
                """
            );

    [Fact]
    public void The_body_has_no_type_where_the_status_tells_all() =>
        new ScimException(404, null, "Resource 2819c223 not found.")
            .ToBody()
            .ShouldBeJson(
                """
                {
                  "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
                  "status": "404",
                  "detail": "Resource 2819c223 not found."
                }
                """
            );
}
