using System.Net;
using Microsoft.AspNetCore.Hosting;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Scim;

/// <summary>A client may send two requests at once, and one each second after that.</summary>
public sealed class RateLimitTests(RateLimitTests.SlowHost enrollment) : IClassFixture<RateLimitTests.SlowHost>
{
    [Fact]
    public async Task More_requests_than_a_client_may_send_are_told_to_wait()
    {
        var scim = await ScimClient.Register(enrollment);
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => scim.Get("/ServiceProviderConfig")));
        var limited = answers.Where(a => a.Status == HttpStatusCode.TooManyRequests).ToArray();
        limited.ShouldNotBeEmpty();
        limited[0].ShouldBeError(HttpStatusCode.TooManyRequests).Headers.RetryAfter.ShouldNotBeNull();
        // Another client has a bucket of its own.
        (await (await ScimClient.Register(enrollment)).Get("/ServiceProviderConfig")).ShouldBe(HttpStatusCode.OK);
    }

    public sealed class SlowHost() : EnrollmentHost(new SlowService());

    private sealed class SlowService : ServiceHost<SiteRecord>
    {
        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Scim:PerSecond", "1");
            builder.UseSetting("Scim:Burst", "2");
        }
    }
}
