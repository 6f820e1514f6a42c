using System.Diagnostics;
using System.Text.RegularExpressions;
using PeerNetwork.LocalServers;
using PeerNetwork.Testing;

namespace PeerNetwork.ChaosRun;

/// <param name="Target">What was killed.</param>
/// <param name="Stage">What the demo did at the time.</param>
/// <param name="Recovery">After how long every part was ready again.</param>
/// <param name="Unready">The services that were not ready in between.</param>
/// <param name="AlsoEnded">What has ended too, although it was not killed.</param>
public sealed record Kill(
    string Target,
    string Stage,
    TimeSpan Recovery,
    IReadOnlyList<string> Unready,
    IReadOnlyList<string> AlsoEnded
);

/// <param name="Demos">How many demos were run; another one starts while there are kills left.</param>
/// <param name="LastDemo">The totals of the last one.</param>
/// <param name="Verification">What <c>verify</c> said at the end.</param>
/// <param name="Troubles">Empty where all is as if nothing had been killed.</param>
public sealed record Outcome(
    IReadOnlyList<Kill> Kills,
    int Demos,
    string LastDemo,
    string Verification,
    IReadOnlyList<string> Troubles
);

/// <summary>
/// Runs the demo while parts of the platform are killed at moments that a seed chooses. Afterwards all totals have to
/// agree.
/// </summary>
public sealed partial class ChaosRunner(AppHostProcess platform, int seed, Action<string> say)
{
    private const int MaxDelayMilliseconds = 6_000;
    private static readonly TimeSpan RecoveryTimeout = TimeSpan.FromMinutes(8);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly Random _random = new(seed);
    private readonly List<Kill> _kills = [];
    private readonly List<string> _troubles = [];
    private volatile string _stage = "";
    private int _demos;

    /// <param name="targets">What is killed, in this order.</param>
    /// <param name="options">The options of each demo.</param>
    public async Task<Outcome> Run(IReadOnlyList<string> targets, IReadOnlyList<string> options)
    {
        var demo = Demo(options);
        foreach (var target in targets)
        {
            await Task.Delay(_random.Next(MaxDelayMilliseconds));
            if (demo.IsCompleted)
            {
                demo = await Next(await demo, options);
                // Who looks for the platform in the moment in which it is killed rightly says that there is none.
                await Eventually.Holds(
                    () => Task.FromResult(_stage.Length > 0 || demo.IsCompleted),
                    "the next demo to begin"
                );
            }

            _kills.Add(await Kill(target));
            say($"{_kills.Count, 2} {Describe(_kills[^1])}");
        }

        var (code, told) = await demo;
        if (code != 0)
            await NoteFailure(told);
        var (different, verification) = await platform.Run(["verify"]);
        if (different != 0)
            _troubles.Add($"What is kept differs from what its events say:\n{verification}");
        return new(_kills, _demos, WithoutProgress(told), verification, _troubles);
    }

    private Task<(int ExitCode, string Output)> Demo(IReadOnlyList<string> options)
    {
        (_demos, _stage) = (_demos + 1, "");
        return platform.Run(
            ["demo", "--cohort", "0", .. options],
            line =>
            {
                if (Progress().IsMatch(line))
                    _stage = line;
            }
        );
    }

    /// <returns>The task of the next demo, which runs.</returns>
    private async Task<Task<(int ExitCode, string Output)>> Next(
        (int ExitCode, string Output) demo,
        IReadOnlyList<string> options
    )
    {
        if (demo.ExitCode != 0)
            await NoteFailure(demo.Output);
        return Demo(options);
    }

    /// <summary>With the health of all parts: a demo says where it waited, but not for what.</summary>
    private async Task NoteFailure(string told)
    {
        var health = await Task.WhenAll(Asked().Select(async p => $"{p.Name}: {await HealthOf(p)}"));
        _troubles.Add($"The demo failed:\n{string.Join('\n', health)}\n{told}");
    }

    private static async Task<string> HealthOf(ResourceStatus part)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(part.Url!, "health/ready"));
            return await answer.Content.ReadAsStringAsync();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }

    private IEnumerable<ResourceStatus> Asked() =>
        platform.Resources().Where(p => p.Url is not null && !ChaosTargets.Servers.Contains(p.Name));

    private async Task<Kill> Kill(string target)
    {
        var (before, stage) = (platform.Resources(), _stage);
        var watch = Stopwatch.StartNew();
        if (target == ChaosTargets.Everything)
        {
            await platform.Kill();
            await platform.Start();
            return new(target, stage, watch.Elapsed, [], []);
        }

        AppHostProcess.Kill(before.Single(p => p.Name == target), entireTree: _random.Next(2) == 0);
        var unready = new HashSet<string>();
        await Eventually.Holds(
            async () => await AllReady(unready) & IsBack(target, before, platform.Resources()),
            $"{target} to come back",
            RecoveryTimeout
        );
        var after = platform.Resources();
        var alsoEnded = before
            .Where(p => p.Name != target && after.Single(a => a.Name == p.Name).ProcessId != p.ProcessId)
            .Select(p => p.Name)
            .ToArray();
        if (alsoEnded.Length > 0)
            _troubles.Add($"With {target} ended {string.Join(", ", alsoEnded)}.");
        return new(target, stage, watch.Elapsed, [.. unready.Order()], alsoEnded);
    }

    private static bool IsBack(
        string target,
        IReadOnlyList<ResourceStatus> before,
        IReadOnlyList<ResourceStatus> now
    ) =>
        before.Where(p => p.Healthy).All(p => now.Single(n => n.Name == p.Name).Healthy)
        && now.Single(p => p.Name == target).ProcessId is { } id
        && id != before.Single(p => p.Name == target).ProcessId;

    private async Task<bool> AllReady(HashSet<string> unready)
    {
        var asked = Asked()
            .Select(async p =>
            {
                try
                {
                    using var answer = await Http.GetAsync(new Uri(p.Url!, "health/ready"));
                    return (p.Name, Ready: answer.IsSuccessStatusCode);
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return (p.Name, Ready: false);
                }
            });
        var notReady = (await Task.WhenAll(asked)).Where(a => !a.Ready).Select(a => a.Name).ToArray();
        unready.UnionWith(notReady);
        return notReady.Length == 0;
    }

    private static string Describe(Kill kill) =>
        $"{kill.Target} while \"{kill.Stage}\": all ready again after {kill.Recovery.TotalSeconds:0.0} s"
        + (kill.Unready.Count == 0 ? "" : $", meanwhile unready: {string.Join(", ", kill.Unready)}")
        + (kill.AlsoEnded.Count == 0 ? "" : $", ALSO ENDED: {string.Join(", ", kill.AlsoEnded)}");

    private static string WithoutProgress(string told) =>
        string.Join('\n', told.Split('\n').Where(line => !Progress().IsMatch(line)));

    [GeneratedRegex(@": \d+%$")]
    private static partial Regex Progress();
}
