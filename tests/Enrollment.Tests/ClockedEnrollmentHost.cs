using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>The small company at a time that the test sets, with settings of the test.</summary>
public sealed class ClockedEnrollmentHost(
    FakeTimeProvider clock,
    params IEnumerable<(string Key, string Value)> settings
) : EnrollmentHost(new ClockedService(clock, settings))
{
    private sealed class ClockedService(FakeTimeProvider clock, IEnumerable<(string Key, string Value)> settings)
        : ServiceHost<SiteRecord>
    {
        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            foreach (var (key, value) in settings)
                builder.UseSetting(key, value);
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock));
        }
    }
}
