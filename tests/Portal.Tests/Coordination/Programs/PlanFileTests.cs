using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Coordination.Programs;

namespace PeerNetwork.Portal.Tests.Coordination.Programs;

public class PlanFileTests : Component
{
    private static readonly Guid Id = Guid.CreateVersion7();

    private readonly List<ProgramPlan> _loaded = [];

    [Fact]
    public void A_file_shows_what_it_changes_and_becomes_the_plan()
    {
        using var api = new FakeApi(
            FakeApi.Json(
                new
                {
                    changes = new[]
                    {
                        new
                        {
                            field = "meetingEveryDays",
                            before = 14,
                            after = 7,
                        },
                    },
                    missing = Array.Empty<object>(),
                }
            )
        );

        var part = Load(api, "name: Leadership\nsiteCodes: [CHI]\nformats: [oneToOne]\nmeetingEveryDays: 7\n");

        part.WaitForElement("dt").TextContent.ShouldBe("Days from one meeting to the next");
        part.Find("del").TextContent.ShouldBe("14");
        part.Find("ins").TextContent.ShouldBe("7");
        var plan = _loaded.ShouldHaveSingleItem();
        (plan.Name, plan.MeetingEveryDays).ShouldBe(("Leadership", 7));
        plan.Formats.ShouldBe([Formats.OneToOne]);
        api.Requests.Single().Request.ShouldBe($"POST /programs/{Id}/preview");
    }

    [Fact]
    public void A_file_without_changes_says_so()
    {
        using var api = new FakeApi(
            FakeApi.Json(new { changes = Array.Empty<object>(), missing = Array.Empty<object>() })
        );

        Load(api, "name: Leadership\nsiteCodes: [CHI]\n")
            .WaitForElement("section p")
            .TextContent.ShouldBe("The file holds the settings as they are.");
    }

    [Theory]
    [InlineData("name: [", "line 2")]
    [InlineData("name: a\nsiteCodes: [CHI]\nowner: me", "$.owner")]
    [InlineData("name: a\nsiteCodes: [CHI]\nmeetingEveryDays: often", "$.meetingEveryDays")]
    public void A_file_that_cannot_be_read_is_refused_with_the_place(string file, string place)
    {
        using var api = new FakeApi();

        Load(api, file).WaitForElement("[role=alert]").TextContent.ShouldContain(place);

        _loaded.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_API_refuses_is_said_and_the_plan_stays()
    {
        using var api = new FakeApi(
            FakeApi.Problem(HttpStatusCode.UnprocessableEntity, "siteCodes must be known sites: BER, CHI.")
        );

        Load(api, "name: a\nsiteCodes: [XXX]\n")
            .WaitForElement("[role=alert]")
            .TextContent.ShouldContain("siteCodes must be known sites");
        _loaded.ShouldBeEmpty();
    }

    private IRenderedComponent<PlanFile> Load(FakeApi api, string file)
    {
        Services.AddSingleton(new EnrollmentClient(api.Client));
        var part = Render<PlanFile>(p => p.Add(c => c.Program, Id).Add(c => c.Loaded, _loaded.Add));
        part.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(file, "program.yaml"));
        return part;
    }
}
