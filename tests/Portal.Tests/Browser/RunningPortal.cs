using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using MassTransit;
using Microsoft.Playwright;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.Portal.Tests.Browser;

[CollectionDefinition(Name)]
public sealed class RunningPortalCollection : ICollectionFixture<RunningPortal>
{
    public const string Name = "portal";
}

/// <summary>The platform on its app host, with a few people and a program, and a browser.</summary>
public sealed class RunningPortal : IAsyncLifetime
{
    private static readonly string[] Flags =
    [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private const int ColleaguesPerSite = 40;

    private const string Roster = """
        number,name,site,title,years
        100643,"Lydia <img src=x onerror=alert(1)>",CHI,HR Partner,4
        100190,Cheyanne Hackett,CHI,Director,25
        100777,Aiko Tanaka,TYO,Engineer,6

        """;

    private const string Mapping = """
        {
          "subjectIsEmployeeNumber": true,
          "sites": [
            { "code": "CHI", "name": "Chicago", "timeZone": "America/Chicago", "country": "US" },
            { "code": "TYO", "name": "Tokyo", "timeZone": "Asia/Tokyo", "country": "JP" }
          ],
          "fields": {
            "employeeNumber": { "column": "number" }, "name": { "column": "name" }, "site": { "column": "site" },
            "jobTitle": { "column": "title" }, "yearsOfExperience": { "column": "years" }
          }
        }
        """;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public static IReadOnlyList<string> Replicas { get; } = ["portal", "portal-2"];

    /// <summary>The portal runs in two replicas, and tokens are replaced ten seconds after a sign-in.</summary>
    public AppHostProcess Platform { get; } =
        new(new Dictionary<string, string> { ["Replicas__portal"] = "2", ["SignInTokenLifetime"] = "00:01:10" });

    /// <summary>A published program in Chicago.</summary>
    public Guid Program { get; private set; }

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser has not been started.");

    public async Task InitializeAsync()
    {
        // Long enough for a busy machine.
        Assertions.SetDefaultExpectTimeout(30_000);
        await PlatformTurn.Wait();
        var chromium = InstalledChromium.Find(Console.WriteLine, CancellationToken.None);
        await Platform.Start("--empty");
        await UploadRoster($"{Roster}{Colleagues()}");
        await Eventually.Holds(FindsPeople, "the search to know the people");
        Program = await PublishProgram("Career change", new { mentor = new { minYearsOfExperience = 5 } });
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = await chromium, Args = Flags });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await Platform.DisposeAsync();
    }

    /// <summary>A new browser without cookies, on the home page, which leads to the sign-in page.</summary>
    public async Task<IPage> Open(string language = "en", ColorScheme colors = ColorScheme.Light, int width = 1280)
    {
        var context = await Browser.NewContextAsync(
            new()
            {
                BaseURL = Platform.Gateway.ToString(),
                Locale = language,
                ColorScheme = colors,
                // Colours that are on their way from one to another have no contrast to measure.
                ReducedMotion = ReducedMotion.Reduce,
                ViewportSize = new() { Width = width, Height = 800 },
            }
        );
        var page = await context.NewPageAsync();
        page.NoteTroubles();
        await page.GotoAsync("/");
        return page;
    }

    /// <summary>Signs in by one click, and waits until the page is interactive.</summary>
    public async Task<IPage> SignIn(
        string persona,
        string language = "en",
        ColorScheme colors = ColorScheme.Light,
        int width = 1280
    )
    {
        var page = await Open(language, colors, width);
        await page.GetByRole(AriaRole.Link, new() { Name = persona, Exact = true }).ClickAsync();
        await page.ShouldArriveAt(Platform.Gateway);
        await page.Locator("main h1").WaitForAsync();
        await page.ShouldBeInteractive();
        return page;
    }

    /// <summary>Stops a replica of the portal, and waits until it is back.</summary>
    public async Task Restart(string replica, Action<ResourceStatus> stop)
    {
        var before = Resource(replica);
        stop(before);
        await Eventually.Holds(
            () =>
                Task.FromResult(Resource(replica) is { Healthy: true, ProcessId: { } now } && now != before.ProcessId),
            $"{replica} to be back"
        );
    }

    /// <summary>The database of the portal.</summary>
    public string Database => Resource("portal-db").ConnectionString!;

    private ResourceStatus Resource(string name) => Platform.Resources().Single(resource => resource.Name == name);

    /// <summary>People with the columns number, name, site, title and years.</summary>
    public async Task UploadRoster(string csv)
    {
        using var hr = await Client("human-resources", "people-admin");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(csv), "file", "roster.csv" },
            { new StringContent(Mapping), "mapping" },
        };
        await Done(await hr.PostAsync("enrollment/rosters", form));
    }

    /// <summary>A program in Chicago that takes applications.</summary>
    /// <param name="name">The name.</param>
    /// <param name="eligibility">The rules of eligibility.</param>
    /// <param name="training">The modules that participants complete.</param>
    /// <param name="formats">How people come together; null for one-to-one mentorships alone.</param>
    public async Task<Guid> PublishProgram(
        string name,
        object? eligibility = null,
        object[]? training = null,
        string[]? formats = null
    )
    {
        using var coordinator = await Client("coordinator", "coordinator");
        var today = DateTime.UtcNow;
        var created = await Done(
            await coordinator.PostAsJsonAsync(
                "enrollment/programs",
                new
                {
                    name,
                    siteCodes = new[] { "CHI" },
                    charter = new
                    {
                        purpose = "Help people who want to change their field.",
                        targetPopulation = "All people in Chicago.",
                        intendedOutcomes = "A plan within a month.",
                    },
                    starts = $"{today.AddDays(7):yyyy-MM-dd}",
                    ends = $"{today.AddDays(190):yyyy-MM-dd}",
                    meetingEveryDays = 14,
                    formats = formats ?? ["oneToOne"],
                    coffee = new { everyDays = 14 },
                    capacity = new { maxMentors = 10, maxMentees = 10 },
                    goals = new[] { "career change", "leadership" },
                    eligibility = eligibility ?? new { },
                    guidelines = "Be on time.",
                    training = training ?? [],
                }
            )
        );
        var program = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        await Done(await coordinator.PostAsync($"enrollment/programs/{program}/publish", null));
        return program;
    }

    /// <summary>Publishes events of services, as if these had published them.</summary>
    public async Task Publish(params object[] events)
    {
        var broker = Resource("rabbitmq").ConnectionString!;
        var bus = Bus.Factory.CreateUsingRabbitMq(rabbit => rabbit.Host(new Uri(broker)));
        await bus.StartAsync();
        await bus.PublishBatch(events);
        await bus.StopAsync();
    }

    private async Task<bool> FindsPeople()
    {
        using var hr = await Client("human-resources", "people-admin");
        var found = await hr.GetFromJsonAsync<JsonElement>("enrollment/people/search?q=Aiko");
        return found.GetProperty("items").GetArrayLength() > 0;
    }

    /// <summary>Those who take no part.</summary>
    private static string Colleagues() =>
        string.Concat(
            from site in new[] { "CHI", "TYO" }
            from n in Enumerable.Range(0, ColleaguesPerSite)
            select $"{site}{n},Colleague {n},{site},Analyst,3\n"
        );

    /// <summary>A client of the API with the token of an account in a role at all sites.</summary>
    public async Task<HttpClient> Client(string subject, string role)
    {
        var client = new HttpClient { BaseAddress = Platform.Gateway };
        var identity = Resource("identity").Url!;
        var answer = await Done(
            await client.PostAsync(
                new Uri(identity, "connect/token"),
                new FormUrlEncodedContent(
                    new Dictionary<string, string>
                    {
                        ["grant_type"] = "client_credentials",
                        ["client_id"] = "peernetwork-tools",
                        ["subject"] = subject,
                        ["roles"] = role,
                        ["sites"] = "*",
                    }
                )
            )
        );
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public static async Task<HttpResponseMessage> Done(HttpResponseMessage answer)
    {
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return answer;
    }
}
