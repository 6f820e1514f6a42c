using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Testing;

namespace PeerNetwork.Enrollment.Tests.Notices;

/// <summary>The small company, at a time that the test sets, with an SMTP server.</summary>
public sealed class MailEnrollmentHost(FakeTimeProvider clock, TestMailServer mails)
    : EnrollmentHost(new MailService(clock, mails))
{
    private sealed class MailService(FakeTimeProvider clock, TestMailServer mails) : ServiceHost<SiteRecord>
    {
        protected override void Configure(IWebHostBuilder builder)
        {
            base.Configure(builder);
            builder.UseSetting("Mail:Host", "127.0.0.1");
            builder.UseSetting("Mail:Port", $"{mails.Port}");
            builder.UseSetting("Mail:Security", "None");
            builder.UseSetting("Mail:From", "Mentoring <mentoring@example.com>");
            builder.UseSetting("Mail:PortalUrl", "https://mentoring.example.com/");
            builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(clock));
        }
    }
}
