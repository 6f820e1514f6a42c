using System.CommandLine;
using PeerNetwork.Tools.Commands;
using PeerNetwork.Tools.Demo;

namespace PeerNetwork.AppHost.Tests.Tools;

public class OptionsTests
{
    [Theory]
    [InlineData("--unknown")]
    [InlineData("token")]
    [InlineData("token --person me")]
    [InlineData("demo --applicants 159")]
    [InlineData("demo --applicants 801")]
    [InlineData("demo --cohort 199")]
    [InlineData("demo --cohort 20001")]
    [InlineData("demo --company 199")]
    [InlineData("demo --company 100001")]
    [InlineData("demo --people people.csv")]
    public void Arguments_that_cannot_be_meant_are_refused(string arguments)
    {
        var tools = new RootCommand { Instance.Folder, TokenCommand.Create(), DemoCommand.Create() };

        tools.Parse(arguments).Errors.ShouldNotBeEmpty();
    }
}
