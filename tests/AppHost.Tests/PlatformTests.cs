using System.Net;
using PeerNetwork.AppHost.Instances;
using PeerNetwork.AppHost.Resources;
using PeerNetwork.AppHost.StatusPage;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Tests;

public sealed class PlatformTests : IAsyncLifetime
{
    private static readonly HttpClient Http = new();

    private readonly string _folder = Directory.CreateTempSubdirectory("peernetwork-test-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await ServerFolder.Forget(Path.Combine(_folder, "postgres"));
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_starts_tells_of_itself_and_stops_what_it_has_started()
    {
        await using (var platform = await Start(graph => graph.AddPostgres("postgres")))
        {
            var state = Instance.Running(_folder).ShouldNotBeNull();
            state.Ready.ShouldBeTrue();
            (await LocalPostgres.Answers(state.Resources.Single().ConnectionString!, default)).ShouldBeNull();

            var page = await Http.GetStringAsync(state.StatusPage);
            page.ShouldContain("all is ready");
            page.ShouldNotContain("Password");

            await Should.ThrowAsync<AlreadyRunningException>(() => Start(_ => { }));
        }

        Instance.Running(_folder).ShouldBeNull();
        ServerMemory.ProcessesOf(Path.Combine(_folder, "postgres")).ShouldAllBe(id => !Processes.IsOurs(id, _folder));
    }

    [Fact]
    public async Task A_service_that_cannot_start_is_named_with_its_last_words()
    {
        var failed = await Should.ThrowAsync<ResourceFailedException>(() =>
            Start(graph => graph.AddService("enrollment").With("ASPNETCORE_URLS", () => "nowhere"))
        );

        failed.Message.ShouldStartWith("enrollment has failed: it has ended 3 times before it was ready");
        failed.Message.ShouldContain("Unhandled exception");
        Instance.Running(_folder).ShouldBeNull();
    }

    [Fact]
    public async Task The_status_page_answers_only_to_its_own_name()
    {
        await using var platform = await Start(_ => { });
        using var request = new HttpRequestMessage(HttpMethod.Get, platform.State.StatusPage)
        {
            Headers = { Host = "elsewhere.example" },
        };

        using var answer = await Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest);
    }

    [Fact]
    public void The_status_page_shows_a_strangers_words_as_text()
    {
        var log = new ResourceLog("gateway", new(TextWriter.Null, colours: false));
        log.Add("GET /<script>alert(1)</script>");
        var gateway = new ProcessResource(
            "gateway",
            log,
            new(["true"], "/", "mark", new("http://127.0.0.1:1/?\"><b>"), TimeSpan.Zero)
        );
        gateway.Is(ResourceState.Unhealthy, "</td><img src=x>");

        var page = Page.Of([gateway]);

        page.ShouldContain("&lt;script&gt;");
        page.ShouldNotContain("<script>");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("\"><b>");
    }

    private Task<Platform> Start(Action<PlatformBuilder> graph) =>
        Platform.Start(
            new(_folder, Fresh: false, Patience: TimeSpan.FromMinutes(10)) { Output = TextWriter.Null },
            graph,
            default
        );
}
