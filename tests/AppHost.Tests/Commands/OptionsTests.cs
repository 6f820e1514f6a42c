using PeerNetwork.AppHost.Commands;
using PeerNetwork.AppHost.Demo;

namespace PeerNetwork.AppHost.Tests.Commands;

public class OptionsTests
{
    [Fact]
    public void Without_options_the_platform_keeps_its_data_in_the_repository()
    {
        var options = StartCommand.OptionsOf(StartCommand.Create().Parse(""));

        options.Folder.ShouldEndWith(Path.Combine(".data", "local"));
        options.Fresh.ShouldBeFalse();
        options.Patience.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public void Options_say_where_how_and_how_long()
    {
        var options = StartCommand.OptionsOf(
            StartCommand.Create().Parse("--data /tmp/other --fresh --ready-timeout 5")
        );

        options.ShouldBe(new PlatformOptions("/tmp/other", true, TimeSpan.FromSeconds(5)) { Output = options.Output });
    }

    [Theory]
    [InlineData("--ready-timeout 0")]
    [InlineData("--ready-timeout soon")]
    [InlineData("--unknown")]
    [InlineData("token")]
    [InlineData("token --person me")]
    [InlineData("demo --applicants 159")]
    [InlineData("demo --applicants 801")]
    [InlineData("demo --cohort 199")]
    [InlineData("demo --cohort 20001")]
    [InlineData("demo --people people.csv")]
    public void What_cannot_be_meant_is_refused(string arguments)
    {
        var app = StartCommand.Create();
        app.Add(TokenCommand.Create());
        app.Add(DemoCommand.Create());

        app.Parse(arguments).Errors.ShouldNotBeEmpty();
    }
}
