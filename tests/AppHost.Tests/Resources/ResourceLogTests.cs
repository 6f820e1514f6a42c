using PeerNetwork.AppHost.Resources;

namespace PeerNetwork.AppHost.Tests.Resources;

public sealed class ResourceLogTests : IDisposable
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Each_line_stands_behind_the_name_of_its_resource()
    {
        var printer = new LogPrinter(_output, colours: false);

        new ResourceLog("matching", printer).Add("a run has started");
        new ResourceLog("gateway", printer).Add("listening");

        _output.ToString().ShouldBe("matching   | a run has started\ngateway    | listening\n");
    }

    [Fact]
    public void Each_name_has_a_colour_of_its_own()
    {
        var printer = new LogPrinter(_output, colours: true);
        var (one, other) = (new ResourceLog("matching", printer), new ResourceLog("gateway", printer));

        one.Add("1");
        other.Add("2");
        one.Add("3");

        var lines = _output.ToString().Split('\n');
        lines[0].ShouldBe("\e[36mmatching   |\e[0m 1");
        lines[1].ShouldBe("\e[33mgateway    |\e[0m 2");
        lines[2].ShouldBe("\e[36mmatching   |\e[0m 3");
    }

    [Fact]
    public void A_line_cannot_steer_the_terminal()
    {
        new ResourceLog("gateway", new(_output, colours: false)).Add("GET /\e[2J\u009b1m\tok\r");

        _output.ToString().ShouldBe("gateway    | GET /?[2J?1m ok?\n");
    }

    [Fact]
    public void The_newest_lines_are_kept()
    {
        var log = new ResourceLog("matching", new(_output, colours: false));
        for (var i = 1; i <= 1000; i++)
            log.Add($"{i}");

        log.Newest(2).ShouldBe(["999", "1000"]);
        log.Newest(int.MaxValue).Length.ShouldBe(200);
    }
}
