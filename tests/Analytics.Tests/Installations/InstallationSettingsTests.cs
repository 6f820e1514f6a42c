using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PeerNetwork.Analytics.Installations;

namespace PeerNetwork.Analytics.Tests.Installations;

public sealed class InstallationSettingsTests
{
    private static readonly Dictionary<string, string?> Valid = new()
    {
        ["Installation:Name"] = "headquarters",
        ["Partners:germany:Address"] = "https://mentoring.example.de/analytics",
        ["Partners:germany:TokenEndpoint"] = "https://sign-in.example.de/token",
        ["Partners:germany:ClientId"] = "headquarters",
        ["Partners:germany:ClientSecret"] = "secret",
    };

    [Fact]
    public void A_partner_has_an_address_and_a_client()
    {
        var partner = Read(Valid).Partners.ShouldHaveSingleItem();
        (partner.Key, partner.Value.Address, partner.Value.ClientId).ShouldBe(
            ("germany", new Uri("https://mentoring.example.de/analytics"), "headquarters")
        );
    }

    [Theory]
    [InlineData("Installation:Name", "Head Quarters", "lower case letters")]
    [InlineData("Installation:Name", "", "lower case letters")]
    [InlineData("Installation:Name", "germany", "its own partner")]
    [InlineData("Installation:SettlingDays", "-1", "SettlingDays")]
    [InlineData("Installation:PullInterval", "00:00:01", "PullInterval")]
    [InlineData("Partners:germany:Address", null, "must be addresses")]
    [InlineData("Partners:germany:Address", "/analytics", "must be addresses")]
    [InlineData("Partners:germany:Address", "http://mentoring.example.de/analytics", "https outside Development")]
    [InlineData("Partners:germany:TokenEndpoint", "file:///etc/passwd", "must be addresses")]
    [InlineData("Partners:germany:ClientSecret", "", "ClientSecret are required")]
    [InlineData("Partners:Germany 1:ClientId", "x", "lower case letters")]
    public void A_setting_that_cannot_work_stops_the_start(string key, string? value, string reason) =>
        Should
            .Throw<OptionsValidationException>(() => Read(new(Valid) { [key] = value }))
            .Message.ShouldContain(reason);

    /// <summary>Reads the settings as the start of the service does, in Production.</summary>
    private static PartnersSettings Read(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.AddInstallations();
        using var services = builder.Services.BuildServiceProvider();
        _ = services.GetRequiredService<IOptions<InstallationSettings>>().Value;
        return services.GetRequiredService<IOptions<PartnersSettings>>().Value;
    }
}
