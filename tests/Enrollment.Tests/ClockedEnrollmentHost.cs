using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>The small company at a time that the test sets.</summary>
public sealed class ClockedEnrollmentHost(FakeTimeProvider clock) : EnrollmentHost(new ClockedService(clock))
{
    private sealed class ClockedService(FakeTimeProvider clock) : ServiceHost<SiteRecord>
    {
        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock));
        }
    }
}
