using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using PeerNetwork.Portal.Insights;
using PeerNetwork.Portal.Words;
using static PeerNetwork.Portal.Tests.Insights.TestMetrics;

namespace PeerNetwork.Portal.Tests.Insights;

public class MetricsCsvTests : Component
{
    [Fact]
    public void A_spreadsheet_gets_every_metric_by_its_name()
    {
        var bytes = MetricsCsv.Write(Breakdown.Weeks, [new("2026-W10", All())], Words);

        bytes[..3].ShouldBe(Encoding.UTF8.GetPreamble());
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n");
        lines[0].ShouldStartWith("Week,Share of colleagues who take part,Applications,Approved applications,");
        lines[1].ShouldStartWith("2026-W10,0.31,40,31,28,9,0,22,0.75,");
        lines[1].Split(',').Length.ShouldBe(MetricDefinition.All.Length + 1);
    }

    [Fact]
    public void What_is_hidden_is_no_number_and_what_is_not_there_is_empty()
    {
        var line = Line("Chicago");
        line.ShouldContain(",15,7,hidden,9,60,");
        line.ShouldEndWith(",4.2,11,,0");
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("@SUM(A1)")]
    public void A_name_is_no_formula(string name) => Line(name).ShouldStartWith($"\"'{name}\",");

    private IStringLocalizer<Texts> Words => Services.GetRequiredService<IStringLocalizer<Texts>>();

    private string Line(string site) =>
        Encoding.UTF8.GetString(MetricsCsv.Write(Breakdown.Sites, [new(site, All())], Words)).Split("\r\n")[1];
}
