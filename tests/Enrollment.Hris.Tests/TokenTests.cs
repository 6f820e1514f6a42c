using System.Net;
using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

/// <summary>OAuth tokens are asked for once, and again when they end.</summary>
public sealed class TokenTests
{
    public static TheoryData<string> Vendors => ["personio", "workday-rest"];

    [Theory, MemberData(nameof(Vendors))]
    public async Task One_token_serves_a_whole_read(string vendor)
    {
        using var source = Start(vendor, out var tokens);

        await source.Read();

        tokens.Given.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_token_that_is_refused_in_the_middle_is_renewed(string vendor)
    {
        using var source = Start(vendor, out var tokens);
        var pages = 0;
        source.Vendor.BeforePage = () => tokens.IsRevoked = ++pages is 2 or 4;

        var read = await source.Read();

        read.Workers().Count.ShouldBe(source.Vendor.People.Count);
        tokens.Given.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_token_is_renewed_before_it_ends(string vendor)
    {
        using var source = Start(vendor, out var tokens);
        var pages = 0;
        source.Vendor.BeforePage = () => source.Clock.Now += ++pages == 2 ? TimeSpan.FromHours(24) : TimeSpan.Zero;

        await source.Read();

        tokens.Given.ShouldBe(2);
        source.Log.Count(r => r.Method == "POST").ShouldBe(2);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task A_new_token_that_is_refused_ends_the_read(string vendor)
    {
        using var source = Start(vendor, out var tokens);
        source.Intercept = r => r.Method == "GET" ? new("no", HttpStatusCode.Unauthorized) : null;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.IsTransient.ShouldBeFalse();
        tokens.Given.ShouldBe(1);
    }

    [Theory, MemberData(nameof(Vendors))]
    public async Task An_answer_without_a_token_ends_the_read(string vendor)
    {
        using var source = Start(vendor, out _);
        source.Intercept = r => r.Method == "POST" ? new("""{"hello":1}""") : null;

        var e = await Should.ThrowAsync<HrisException>(() => source.Read());

        e.Message.ShouldContain("without a token");
        e.IsTransient.ShouldBeFalse();
    }

    private static FakeSource Start(string vendor, out FakeTokens tokens)
    {
        var made = AllVendors.Make(vendor);
        tokens = made switch
        {
            FakePersonio personio => personio.Tokens,
            FakeWorkdayRest rest => rest.Tokens,
            _ => throw new ArgumentOutOfRangeException(nameof(vendor)),
        };
        return FakeSource.Start(made);
    }
}
