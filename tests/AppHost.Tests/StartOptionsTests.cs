using PeerNetwork.AppHost.Hosting;

namespace PeerNetwork.AppHost.Tests;

public class StartOptionsTests
{
    [Fact]
    public void Without_options_the_platform_keeps_its_data_in_the_repository()
    {
        var options = Parse("");

        options.Folder.ShouldEndWith(Path.Combine(".data", "local"));
        (options with { Folder = "" }).ShouldBe(
            new StartOptions("", Fresh: false, Empty: false, Company: null, ShowDashboard: true)
        );
    }

    [Fact]
    public void Options_say_where_and_how_it_starts() =>
        Parse("--data /tmp/other --fresh --empty --company 700 --no-dashboard")
            .ShouldBe(new StartOptions("/tmp/other", Fresh: true, Empty: true, Company: 700, ShowDashboard: false));

    [Fact]
    public void An_unknown_option_is_refused() =>
        StartOptions.Command((_, _) => Task.FromResult(0)).Parse("--unknown").Errors.ShouldNotBeEmpty();

    private static StartOptions Parse(string arguments) =>
        StartOptions.Of(StartOptions.Command((_, _) => Task.FromResult(0)).Parse(arguments));
}
