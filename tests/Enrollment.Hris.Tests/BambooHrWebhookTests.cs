using System.Security.Cryptography;
using System.Text;

namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class BambooHrWebhookTests
{
    private const string Key = "private-key",
        Body = """{"employees":[{"id":5,"changedFields":["jobTitle"]},{"id":"7"},{"id":"5"}]}""";

    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    private static readonly string Timestamp = $"{Now.ToUnixTimeSeconds()}";

    [Fact]
    public void A_signed_notice_tells_who_changed() =>
        Read(Body, Sign(Body, Timestamp), Timestamp).ShouldBe(["5", "7"]);

    [Fact]
    public void A_notice_of_one_event_tells_who_changed()
    {
        const string body = """{"type":"employee.updated","data":{"companyId":"1","employeeId":"42"}}""";

        Read(body, Sign(body, Timestamp), Timestamp).ShouldBe(["42"]);
    }

    [Fact]
    public void The_timestamp_may_be_a_text() =>
        Read(Body, Sign(Body, "2026-11-27T12:01:00Z"), "2026-11-27T12:01:00Z").ShouldBe(["5", "7"]);

    [Fact]
    public void The_signature_may_have_large_letters() =>
        Read(Body, Sign(Body, Timestamp).ToUpperInvariant(), Timestamp).ShouldBe(["5", "7"]);

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void A_notice_of_another_time_is_refused(int seconds)
    {
        var timestamp = $"{Now.AddSeconds(seconds).ToUnixTimeSeconds()}";

        Read(Body, Sign(Body, timestamp), timestamp).ShouldBeNull();
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Clocks_may_differ_a_little(int seconds)
    {
        var timestamp = $"{Now.AddSeconds(seconds).ToUnixTimeSeconds()}";

        Read(Body, Sign(Body, timestamp), timestamp).ShouldNotBeNull();
    }

    [Fact]
    public void A_changed_body_is_refused() =>
        Read(Body.Replace('7', '8'), Sign(Body, Timestamp), Timestamp).ShouldBeNull();

    [Fact]
    public void A_changed_timestamp_is_refused() =>
        Read(Body, Sign(Body, Timestamp), $"{Now.ToUnixTimeSeconds() + 1}").ShouldBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zz34567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void Another_signature_is_refused(string? signature) => Read(Body, signature, Timestamp).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999")]
    public void A_timestamp_that_is_no_moment_is_refused(string timestamp) =>
        Read(Body, Sign(Body, timestamp), timestamp).ShouldBeNull();

    [Fact]
    public void A_notice_without_timestamp_is_refused() => Read(Body, Sign(Body, ""), null).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"employees":[{"name":"x"},3,null]}""")]
    public void A_signed_notice_of_something_else_tells_nothing(string body) =>
        Read(body, Sign(body, Timestamp), Timestamp).ShouldBe([]);

    private static IReadOnlyList<string>? Read(string body, string? signature, string? timestamp) =>
        BambooHrWebhook.ChangedEmployees(Encoding.UTF8.GetBytes(body), signature, timestamp, Key, Now);

    private static string Sign(string body, string timestamp) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(body + timestamp))
        );
}
