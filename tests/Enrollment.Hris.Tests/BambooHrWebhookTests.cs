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
    public void A_signed_request_is_authentic() => IsAuthentic(Body, Sign(Body, Timestamp), Timestamp).ShouldBeTrue();

    [Fact]
    public void An_empty_body_can_be_signed() => IsAuthentic("", Sign("", Timestamp), Timestamp).ShouldBeTrue();

    [Fact]
    public void The_timestamp_may_be_a_text() =>
        IsAuthentic(Body, Sign(Body, "2026-11-27T12:01:00Z"), "2026-11-27T12:01:00Z").ShouldBeTrue();

    [Fact]
    public void The_signature_may_have_large_letters() =>
        IsAuthentic(Body, Sign(Body, Timestamp).ToUpperInvariant(), Timestamp).ShouldBeTrue();

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void A_request_of_another_time_is_refused(int seconds)
    {
        var timestamp = $"{Now.AddSeconds(seconds).ToUnixTimeSeconds()}";

        IsAuthentic(Body, Sign(Body, timestamp), timestamp).ShouldBeFalse();
    }

    [Theory]
    [InlineData(-300)]
    [InlineData(300)]
    public void Clocks_may_differ_a_little(int seconds)
    {
        var timestamp = $"{Now.AddSeconds(seconds).ToUnixTimeSeconds()}";

        IsAuthentic(Body, Sign(Body, timestamp), timestamp).ShouldBeTrue();
    }

    [Fact]
    public void A_changed_body_is_refused() =>
        IsAuthentic(Body.Replace('7', '8'), Sign(Body, Timestamp), Timestamp).ShouldBeFalse();

    [Fact]
    public void A_changed_timestamp_is_refused() =>
        IsAuthentic(Body, Sign(Body, Timestamp), $"{Now.ToUnixTimeSeconds() + 1}").ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("zz34567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void Another_signature_is_refused(string? signature) =>
        IsAuthentic(Body, signature, Timestamp).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("99999999999999999999")]
    [InlineData("999999999999999")]
    public void A_timestamp_that_is_no_moment_is_refused(string timestamp) =>
        IsAuthentic(Body, Sign(Body, timestamp), timestamp).ShouldBeFalse();

    [Fact]
    public void A_request_without_timestamp_is_refused() => IsAuthentic(Body, Sign(Body, ""), null).ShouldBeFalse();

    private static bool IsAuthentic(string body, string? signature, string? timestamp) =>
        BambooHrWebhook.IsAuthentic(Encoding.UTF8.GetBytes(body), signature, timestamp, Key, Now);

    private static string Sign(string body, string timestamp) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes(body + timestamp))
        );
}
