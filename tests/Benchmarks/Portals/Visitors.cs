using System.Diagnostics;
using Microsoft.Playwright;
using PeerNetwork.LocalServers;

namespace PeerNetwork.Benchmarks.Portals;

/// <summary>People in front of browsers, each with cookies of their own.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private static readonly string[] Personas = ["Mentor", "Mentee"];
    private static readonly string[] Entries = ["Home", "Mentoring", "Programs"];

    /// <summary>
    /// Clicks an entry of the navigation; the milliseconds until its page is there with its data, which the page itself
    /// takes: a browser of so many pages draws few of them.
    /// </summary>
    private const string GoElsewhere = """
        entry => new Promise(done => {
          const entries = [...document.querySelectorAll("nav.entries a")];
          const link = entries.find(a => a.textContent.includes(entry) && !a.classList.contains("active"))
            ?? entries.find(a => !a.classList.contains("active"));
          const started = performance.now();
          const observer = new MutationObserver(() => {
            if (!link.classList.contains("active") || document.querySelector("[role=status][aria-label]"))
              return;
            observer.disconnect();
            done(performance.now() - started);
          });
          observer.observe(document.body, { attributes: true, childList: true, subtree: true });
          link.click();
        })
        """;

    /// <summary>Longer than a page needs to find out that its server is gone, in milliseconds.</summary>
    private const float NoticeTimeout = 5_000;

    private readonly Uri _gateway;
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly List<IPage> _pages = [];
    private readonly Random _random = new(1);

    private Visitors(Uri gateway, IPlaywright playwright, IBrowser browser) =>
        (_gateway, _playwright, _browser) = (gateway, playwright, browser);

    public static async Task<Visitors> Open(Uri gateway)
    {
        var chromium = await InstalledChromium.Find(Console.WriteLine, CancellationToken.None);
        var playwright = await Playwright.CreateAsync();
        return new(
            gateway,
            playwright,
            await playwright.Chromium.LaunchAsync(
                new() { ExecutablePath = chromium, Args = ["--headless", "--no-sandbox", "--disable-gpu"] }
            )
        );
    }

    /// <summary>The home page at a first visit.</summary>
    /// <returns>The bytes of all that it loads.</returns>
    public async Task<long> FirstLoad()
    {
        var page = await SignInOne("Mentor");
        var address = page.Url;
        var session = await page.Context.CookiesAsync();
        await page.Context.CloseAsync();
        var context = await NewContext();
        await context.AddCookiesAsync(
            session.Select(cookie => new Microsoft.Playwright.Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Domain = cookie.Domain,
                Path = cookie.Path,
            })
        );
        var fresh = await context.NewPageAsync();
        var sizes = new List<Task<RequestSizesResult>>();
        fresh.RequestFinished += (_, request) => sizes.Add(request.SizesAsync());
        await fresh.GotoAsync(address);
        await Interactive(fresh);
        await fresh.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var bytes = (await Task.WhenAll(sizes)).Sum(size => size.ResponseBodySize + size.ResponseHeadersSize);
        await context.CloseAsync();
        return bytes;
    }

    public async Task SignIn(int people)
    {
        for (var n = 0; n < people; n++)
            _pages.Add(await SignInOne(Personas[n % Personas.Length]));
    }

    /// <summary>One more person loads a page several times, with what the browser keeps.</summary>
    /// <returns>The milliseconds until it can be used.</returns>
    public async Task<IReadOnlyList<double>> Load(string path, int times)
    {
        var page = await SignInOne("Mentor");
        var milliseconds = new List<double>();
        for (var n = 0; n < times; n++)
        {
            var started = Stopwatch.GetTimestamp();
            await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
            await Interactive(page);
            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        await page.Context.CloseAsync();
        return milliseconds;
    }

    /// <summary>All go from page to page until they have had enough.</summary>
    /// <returns>The milliseconds of each step.</returns>
    public async Task<IReadOnlyList<double>> Walk(TimeSpan pause, CancellationToken enough) =>
        [.. (await Task.WhenAll(_pages.Select(page => Walk(page, pause, enough)))).SelectMany(steps => steps)];

    /// <summary>All who have signed in close their browsers.</summary>
    public async Task Leave()
    {
        foreach (var page in _pages)
            await page.Context.CloseAsync();
        _pages.Clear();
    }

    /// <summary>
    /// One more person has typed something into a form when the replica of the portal is killed that shows it.
    /// </summary>
    /// <param name="killEach">Kills all replicas, one after the other; calls what it is given after each kill.</param>
    /// <param name="times">How often.</param>
    /// <returns>The milliseconds from each kill until the form is there again, with what was typed.</returns>
    public async Task<IReadOnlyList<double>> SurviveKills(Func<Func<Task>, Task> killEach, int times)
    {
        var page = await SignInOne("Mentor");
        await page.GotoAsync("/profile");
        await Interactive(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change time and interests" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Hours a month").FillAsync("7");
        await page.Keyboard.PressAsync("Tab");
        await dialog.GetByText("Kept as a draft.").WaitForAsync();
        var milliseconds = new List<double>();
        while (milliseconds.Count < times)
        {
            // A page shows no change when the other replica is killed.
            await page.EvaluateAsync("window.isSamePage = true");
            await killEach(async () =>
            {
                var started = Stopwatch.GetTimestamp();
                try
                {
                    await page.WaitForFunctionAsync(
                        "() => !window.isSamePage",
                        null,
                        new() { Timeout = NoticeTimeout }
                    );
                }
                catch (TimeoutException)
                {
                    return;
                }

                await Interactive(page);
                await page.WaitForFunctionAsync("() => document.querySelector('[role=dialog] input')?.value === '7'");
                milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await page.EvaluateAsync("window.isSamePage = true");
            });
        }

        await page.Context.CloseAsync();
        return milliseconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task<List<double>> Walk(IPage page, TimeSpan pause, CancellationToken enough)
    {
        var steps = new List<double>();
        while (!enough.IsCancellationRequested)
        {
            await Task.Delay(pause * 2 * _random.NextDouble(), enough)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            steps.Add(await page.EvaluateAsync<double>(GoElsewhere, Entries[_random.Next(Entries.Length)]));
        }

        return steps;
    }

    private async Task<IPage> SignInOne(string persona)
    {
        var page = await (await NewContext()).NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = persona, Exact = true }).ClickAsync();
        await page.WaitForURLAsync(_gateway.ToString());
        await Interactive(page);
        return page;
    }

    private Task<IBrowserContext> NewContext() =>
        _browser.NewContextAsync(
            new()
            {
                BaseURL = _gateway.ToString(),
                Locale = "en",
                ViewportSize = new() { Width = 1280, Height = 800 },
            }
        );

    private static Task Interactive(IPage page) =>
        page.Locator("[data-interactive=true]").WaitForAsync(new() { State = WaitForSelectorState.Attached });
}
