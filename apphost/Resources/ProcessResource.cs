using System.Diagnostics;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Resources;

/// <summary>How a process is started, recognised and judged.</summary>
/// <param name="Command">Program and arguments.</param>
/// <param name="Folder">Its working folder.</param>
/// <param name="Mark">A text in its environment by which we know it as ours.</param>
/// <param name="Url">Where it listens, and answers GET health/ready when it is.</param>
/// <param name="Patience">How long it may take to be ready.</param>
internal sealed record ProcessSettings(string[] Command, string Folder, string Mark, Uri Url, TimeSpan Patience)
{
    public const string MarkVariable = "PEERNETWORK_INSTANCE";

    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(15);
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// A process that is kept running: started again when it ends, after a pause that grows while it keeps ending.
/// </summary>
internal sealed class ProcessResource(string name, ResourceLog log, ProcessSettings settings) : Resource(name, log)
{
    private const int HopelessAfter = 3;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30),
        Stable = TimeSpan.FromMinutes(1);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<(string Name, Func<string> Value)> _environment = [];
    private Task _running = Task.CompletedTask;
    private int? _processId;
    private int _ends;

    public override Uri? Url => settings.Url;
    public override int? ProcessId => _processId;

    /// <param name="variable">The name of an environment variable.</param>
    /// <param name="value">Read when the process starts, after all that it waits for is ready.</param>
    public ProcessResource With(string variable, Func<string> value)
    {
        _environment.Add((variable, value));
        return this;
    }

    public override async Task Start(CancellationToken ct)
    {
        _running = KeepRunning();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(settings.Patience);
        try
        {
            for (; !await IsReady(patience.Token); await Task.Delay(100, patience.Token))
                if (_ends >= HopelessAfter)
                    throw new TimeoutException($"it has ended {_ends} times before it was ready");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new TimeoutException($"it was not ready after {settings.Patience.TotalSeconds:0} s: {Detail}");
        }
        _running = Task.WhenAll(_running, Watch());
    }

    public override async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_processId is { } id)
            await Processes.Stop(id, settings.Mark, settings.Grace);
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task KeepRunning()
    {
        for (var pause = settings.FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var started = TimeProvider.System.GetTimestamp();
            var end = await RunOnce();
            if (_stopping.IsCancellationRequested)
                return;
            _ends++;
            if (TimeProvider.System.GetElapsedTime(started) > Stable)
                pause = settings.FirstPause;
            Log.Add($"{end}; starting again in {pause.TotalSeconds:0.##} s");
            Is(ResourceState.Restarting, end);
            await Task.Delay(pause, _stopping.Token);
        }
    }

    private async Task<string> RunOnce()
    {
        var variables = new Dictionary<string, string> { [ProcessSettings.MarkVariable] = settings.Mark };
        foreach (var (variable, value) in _environment)
            variables[variable] = value();
        var start = Processes.StartInfo(Processes.Detached(settings.Command), variables);
        start.WorkingDirectory = settings.Folder;
        start.RedirectStandardOutput = start.RedirectStandardError = true;

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.Start();
        _processId = process.Id;
        Is(ResourceState.Starting, $"process {process.Id}");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(CancellationToken.None);
        _processId = null;
        return $"ended with {process.ExitCode}";
    }

    private async Task Watch()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(2));
        while (await timer.WaitForNextTickAsync(_stopping.Token))
            await IsReady(_stopping.Token);
    }

    private async Task<bool> IsReady(CancellationToken ct)
    {
        var asked = _processId;
        var problem = asked is null ? "it is not running" : await Health(ct);
        if (asked is null || asked != _processId)
            return false;
        if (problem is null)
            Is(ResourceState.Ready, $"process {asked}");
        else
            Is(State is ResourceState.Ready or ResourceState.Unhealthy ? ResourceState.Unhealthy : State, problem);
        return problem is null;
    }

    private async Task<string?> Health(CancellationToken ct)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(settings.Url, "health/ready"), ct);
            return answer.IsSuccessStatusCode
                ? null
                : $"health/ready answers {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (TaskCanceledException) when (!ct.IsCancellationRequested)
        {
            return "health/ready does not answer in time";
        }
    }

    private void Say(string? line)
    {
        if (line is not null)
            Log.Add(line);
    }
}
