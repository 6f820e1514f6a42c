using System.Text.Json;

namespace PeerNetwork.Enrollment.Tests.Training;

public class TrainingApiTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    [Fact]
    public async Task A_module_is_taken_by_its_text_or_its_link()
    {
        const string link = "https://learning.example.com/courses/1?lang=en#start",
            text = "- Listen first.\n- Ask <b>open</b> questions.";
        var program = await enrollment.Published(
            new
            {
                training = new object[]
                {
                    new
                    {
                        code = "listening",
                        title = "Listening",
                        @for = "mentor",
                        text,
                        topics = new[] { "active listening", "good questions" },
                    },
                    new
                    {
                        code = "course",
                        title = "Course",
                        @for = "both",
                        link,
                    },
                },
            }
        );

        var modules = (await EnrollmentHost.Get(enrollment.Employee("E3"), $"/programs/{program}/training"))
            .GetProperty("modules")
            .EnumerateArray()
            .ToArray();

        modules.Select(m => m.GetProperty("text").GetString()).ShouldBe([text, null]);
        modules.Select(m => m.GetProperty("link").GetString()).ShouldBe([null, link]);
        modules.Select(Topics).ShouldBe(["active listening, good questions", ""]);
        var file = await enrollment.Coordinator("*").GetStringAsync($"/programs/{program}/file");
        file.ShouldContain("Ask <b>open</b> questions.");
        file.ShouldContain(link);
    }

    [Fact]
    public async Task Each_template_says_what_its_training_teaches()
    {
        var templates = await EnrollmentHost.Items(enrollment.Coordinator("*"), "/programs/templates");

        foreach (
            var module in templates.SelectMany(t => t.GetProperty("plan").GetProperty("training").EnumerateArray())
        )
        {
            module.GetProperty("text").GetString().ShouldNotBeNullOrWhiteSpace();
            Topics(module).ShouldNotBeEmpty();
        }
    }

    private static string Topics(JsonElement module) =>
        string.Join(", ", module.GetProperty("topics").EnumerateArray().Select(topic => topic.GetString()));
}
