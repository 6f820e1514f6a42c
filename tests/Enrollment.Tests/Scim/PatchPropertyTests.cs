using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class PatchPropertyTests
{
    private static readonly string[] Elements =
    [
        """{ "value": "a@x.org" }""",
        """{ "value": "bjensen@example.com", "type": "other" }""",
        """{ "value": "babs@jensen.org", "display": "Babs", "primary": "True" }""",
        """{ "value": "a@x.org", "type": "other", "primary": true, "shoeSize": 42 }""",
    ];

    private static readonly string[] Lists =
    [
        "null",
        "[]",
        """[{ "value": "b@x.org", "type": "work" }, { "value": "c@x.org", "type": "home", "primary": "True" }]""",
        .. Elements,
    ];

    private static readonly string[] Texts = ["null", "\"\"", "\"work\"", "\"home\"", "\"x\""];

    /// <summary>Paths with values that fit most of them.</summary>
    private static readonly (string Path, string[] Values)[] Targets =
    [
        ("userName", ["\"x\"", "\"\""]),
        ("title", Texts),
        ("active", ["true", "\"False\"", "null"]),
        ("password", Texts),
        ("id", ["\"2819c223-7f76-453a-919d-413861904646\"", "\"x\""]),
        ("schemas", Lists),
        ("name", ["""{ "familyName": "J", "givenName": null }""", "{}", "null"]),
        ("name.familyName", Texts),
        ("emails", Lists),
        ("emails.value", Texts),
        ("emails.type", Texts),
        ("emails.primary", ["true", "\"False\"", "null"]),
        ("emails[type eq \"work\"]", Elements),
        ("emails[type eq \"other\"].value", Texts),
        ("emails[type eq \"home\"].primary", ["true", "\"False\"", "null"]),
        ("emails[value pr].type", Texts),
        ("addresses", ["""{ "locality": "Berlin", "type": "work" }""", """[{ "locality": "Hollywood" }]""", "[]"]),
        ("addresses[type eq \"home\"].locality", Texts),
        ("roles", Lists),
        ("shoeSize", Texts),
        (ScimUrns.EnterpriseUser, ["""{ "department": "x", "manager": "m" }""", "{}", "null"]),
        ($"{ScimUrns.EnterpriseUser}:manager", ["\"m\"", "\"\"", """{ "value": "m" }""", "null"]),
        ($"{ScimUrns.EnterpriseUser}:manager.value", Texts),
        ($"{ScimUrns.WorkUser}:level", ["3", "4.0", "null"]),
        ($"{ScimUrns.WorkUser}:hireDate", ["\"2026-12-01\"", "null"]),
        ("", ["""{ "title": "x", "name.givenName": "y", "emails": [], "shoeSize": 42 }""", "{}"]),
        ("emails[", Texts),
    ];

    [Fact]
    public void A_request_never_changes_what_it_is_applied_to()
    {
        var before = Barbara;
        var text = before.ToJsonString();
        ForAll(
            (request, _) =>
            {
                if (TryApply(request, before) is { } changed)
                    changed["name"] = changed["emails"] = null;
                return before.ToJsonString() == text;
            }
        );
    }

    /// <summary>Apart from what is read-only, validation finds nothing to do.</summary>
    [Fact]
    public void What_a_request_gives_is_valid() =>
        ForAll(
            (_, changed) =>
            {
                foreach (var name in new[] { "id", "groups", "meta" })
                    changed.Remove(name);
                if (changed[ScimUrns.EnterpriseUser]?["manager"] is JsonObject manager)
                    manager.Remove("displayName");
                return JsonNode.DeepEquals(changed, ResourceValidation.Clean(changed, ScimResourceType.User));
            }
        );

    /// <summary>Except that a value which is replaced as a whole may no longer meet the filter.</summary>
    [Fact]
    public void To_replace_twice_is_to_replace_once() =>
        ForAll(
            (request, changed) =>
                request.Operations is not [{ Op: PatchOp.Replace } operation]
                || operation.Path is { Filter: not null, Target.SubName: null }
                || JsonNode.DeepEquals(changed, request.Apply(changed))
        );

    private static void ForAll(Func<PatchRequest, JsonObject, bool> holds) =>
        Prop.ForAll(
                Gen.Choose(1, 4).SelectMany(count => RandomOperations.ArrayOf(count)).ToArbitrary(),
                operations =>
                    TryParse(operations) is not { } request
                    || TryApply(request, Barbara) is not { } changed
                    || holds(request, changed)
            )
            .Check(Cases(3_000));

    private static PatchRequest? TryParse(string[] operations)
    {
        try
        {
            var body = new JsonObject { ["Operations"] = JsonNode.Parse($"[{string.Join(',', operations)}]") };
            return PatchRequest.Parse(body, ScimResourceType.User);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    private static JsonObject? TryApply(PatchRequest request, JsonObject resource)
    {
        try
        {
            return request.Apply(resource);
        }
        catch (ScimException)
        {
            return null;
        }
    }

    private static Gen<string> RandomOperations =>
        from op in Gen.Elements("add", "Replace", "remove")
        from target in Gen.Elements(Targets)
        from fitting in Gen.Elements(target.Values)
        from other in Gen.Elements(Targets.SelectMany(t => t.Values))
        from value in Gen.Frequency((9, Gen.Constant(fitting)), (1, Gen.Constant(other)))
        select $$"""{ "op": "{{op}}", "path": {{JsonValue.Create(target.Path).ToJsonString()}}, "value": {{value}} }""";
}
