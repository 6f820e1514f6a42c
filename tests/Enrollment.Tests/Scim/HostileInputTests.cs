using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using PeerNetwork.Enrollment.Scim.Protocol;
using static PeerNetwork.Enrollment.Tests.Scim.ScimExamples;

namespace PeerNetwork.Enrollment.Tests.Scim;

public class HostileInputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "userName": "x", }""")]
    [InlineData("""{ "userName": "x" } {}""")]
    [InlineData("""{ "userName": "x", "userName": "y" }""")]
    [InlineData("""{ "userName": "x", "USERNAME": "y" }""")]
    [InlineData("""{ "userName": "x", "name": { "a": 1, "A": 2 } }""")]
    [InlineData("""{ "userName": "\ud800" }""")]
    [InlineData("""{ "\udc00": "x" }""")]
    [InlineData("""{ "\ud800": "x", "\ud800": "y" }""")]
    [InlineData("{ \"userName\": \"a\0b\" }")]
    [InlineData("""{ "userName": NaN }""")]
    [InlineData("""{ "userName": "x" /* comment */ }""")]
    public void A_body_that_is_no_clean_object_is_rejected(string body) =>
        ShouldBeRejected(() => ScimJson.Parse(Encoding.UTF8.GetBytes(body)), ScimErrorType.InvalidSyntax);

    [Theory]
    [InlineData(new byte[] { 0xff })]
    [InlineData(new byte[] { (byte)'{', (byte)'"', 0xc3, (byte)'"', (byte)':', (byte)'1', (byte)'}' })]
    [InlineData(
        new byte[] { (byte)'{', (byte)'"', (byte)'a', (byte)'"', (byte)':', (byte)'"', 0xff, (byte)'"', (byte)'}' }
    )]
    public void A_body_that_is_not_UTF8_is_rejected(byte[] body) =>
        ShouldBeRejected(() => ScimJson.Parse(body), ScimErrorType.InvalidSyntax);

    [Theory]
    [InlineData("1e999")]
    [InlineData("-1e999")]
    [InlineData("79228162514264337593543950336")]
    public void A_number_out_of_range_is_rejected(string number) =>
        ShouldBeRejected(
            () => ScimJson.Parse(Encoding.UTF8.GetBytes($$"""{ "userName": "x", "shoeSize": {{number}} }""")),
            ScimErrorType.InvalidValue
        );

    [Theory]
    [InlineData("1e-999")]
    [InlineData("0.1e1")]
    public void A_number_in_range_is_read(string number) =>
        ScimJson.Number(ScimJson.Parse(Encoding.UTF8.GetBytes($$"""{ "a": {{number}} }"""))["a"]).ShouldNotBeNull();

    [Fact]
    public void A_body_that_is_nested_deeply_is_rejected()
    {
        var text = string.Concat(Enumerable.Repeat("""{ "a": [""", 10_000));
        ShouldBeRejected(() => ScimJson.Parse(Encoding.UTF8.GetBytes(text)), ScimErrorType.InvalidSyntax);

        var node = new JsonObject();
        for (var depth = 0; depth < 10_000; depth++)
            node = new JsonObject { ["a"] = new JsonArray(node) };
        ShouldBeRejected(() => ScimJson.Normalize(node), ScimErrorType.InvalidSyntax);
        ShouldBeRejected(() => ResourceValidation.Clean(node, ScimResourceType.User), ScimErrorType.InvalidSyntax);
        ShouldBeRejected(() => PatchRequest.Parse(node, ScimResourceType.User), ScimErrorType.InvalidSyntax);
        ShouldBeRejected(
            () => ListQuery.Parse(node, ScimResourceType.User, new PageLimits(10, 20)),
            ScimErrorType.InvalidSyntax
        );
    }

    /// <summary>An object that another reader has parsed shows this only when it is read.</summary>
    [Theory]
    [InlineData("""{ "userName": "x", "userName": "y" }""")]
    [InlineData("""{ "userName": "\ud800" }""")]
    [InlineData("""{ "userName": "x", "name": { "givenName": "\udc00" } }""")]
    public void What_a_parsed_object_hides_is_rejected(string body) =>
        ShouldBeRejected(
            () => ResourceValidation.Clean(Json(body), ScimResourceType.User),
            ScimErrorType.InvalidSyntax
        );

    [Fact]
    public void Control_characters_and_broken_Unicode_are_rejected()
    {
        foreach (var text in new[] { "a\0b", "a\u001bb", "a\u0085b", "a\ud800", "\udc00a" })
        {
            ShouldBeRejected(
                () => ResourceValidation.Clean(new() { ["userName"] = text }, ScimResourceType.User),
                ScimErrorType.InvalidValue
            );
            var operation = new JsonObject
            {
                ["op"] = "add",
                ["path"] = "title",
                ["value"] = text,
            };
            var body = new JsonObject { ["Operations"] = new JsonArray(operation) };
            ShouldBeRejected(
                () => PatchRequest.Parse(body, ScimResourceType.User).Apply(Barbara),
                ScimErrorType.InvalidValue
            );
        }
    }

    [Fact]
    public void Text_in_any_script_is_kept_as_it_is()
    {
        const string Name = "Zoë 李 😀 א\tb\nc";
        ResourceValidation.Clean(new() { ["userName"] = "x", ["displayName"] = Name }, ScimResourceType.User)[
            "displayName"
        ]!
            .GetValue<string>()
            .ShouldBe(Name);
    }

    [Fact]
    public void The_detail_of_an_error_quotes_little_and_nothing_unprintable()
    {
        var detail = ShouldBeRejected(
            () => AttributePath.Parse($"\0\ud800{new string('x', 5_000)}", ScimResourceType.User),
            ScimErrorType.InvalidPath
        );

        detail.Message.Length.ShouldBeLessThan(120);
        detail.Message.ShouldContain("'\ufffd\ufffdxxx");
        detail.ToBody().ToJsonString().ShouldContain("xxx");
    }

    [Fact]
    public void A_name_that_no_schema_can_have_is_left_out() =>
        Patch(
                Barbara,
                """[{ "op": "add", "value": { "__proto__": 1, "a b": 2, "\u0000": 3, "": 4, "urn:": 5, "..": 6 } }]"""
            )
            .ShouldBeJson(Barbara.ToJsonString());

    [Fact]
    public void Any_bytes_are_a_body_or_are_rejected() =>
        Prop.ForAll(
                Gen.OneOf(
                        ArbMap.Default.GeneratorFor<byte[]>(),
                        Gen.Elements("{", "}", "[", "]", "\"a\"", ":", ",", "\"\\ud800\"", "1e999", "null", " ")
                            .ListOf()
                            .Select(parts => Encoding.UTF8.GetBytes($$"""{ "x": {{string.Concat(parts)}} }"""))
                    )
                    .ToArbitrary(),
                bytes =>
                {
                    try
                    {
                        return ScimJson.Parse(bytes).ToJsonString().Length > 0;
                    }
                    catch (ScimException rejected)
                    {
                        return rejected.Status == 400;
                    }
                }
            )
            .Check(Cases(2_000));
}
