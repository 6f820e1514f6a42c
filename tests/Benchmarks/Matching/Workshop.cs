using System.Diagnostics;
using System.Globalization;

namespace PeerNetwork.Benchmarks.Matching;

/// <summary>
/// What a solver printed of itself: times in seconds, resident memory before the cohort was read and at the peak.
/// </summary>
internal sealed record SolverRun(
    string Solver,
    int Matched,
    long Total,
    double Cpu,
    long BeforeKilobytes,
    long PeakKilobytes,
    double Verified
)
{
    /// <summary>Of our stable matchings.</summary>
    public int? BlockingPairs { get; private init; }

    /// <summary>
    /// From a line RESULT and, of ours, a line CERTIFICATE or BLOCKING; null where there is no result.
    /// </summary>
    public static SolverRun? From(string output)
    {
        var lines = output.Split('\n').Select(line => line.Split('\t')).ToLookup(words => words[0]);
        if (lines["RESULT"].FirstOrDefault() is not { } words)
            return null;
        var verified = lines["CERTIFICATE"].FirstOrDefault() is { } proof
            ? double.Parse(proof[2], CultureInfo.InvariantCulture)
            : 0;
        return new(
            words[1],
            int.Parse(words[3], CultureInfo.InvariantCulture),
            long.Parse(words[4], CultureInfo.InvariantCulture),
            double.Parse(words[7], CultureInfo.InvariantCulture),
            long.Parse(words[8], CultureInfo.InvariantCulture),
            long.Parse(words[9], CultureInfo.InvariantCulture),
            verified
        )
        {
            BlockingPairs = lines["BLOCKING"].FirstOrDefault() is { } blocking
                ? int.Parse(blocking[1], CultureInfo.InvariantCulture)
                : null,
        };
    }
}

/// <param name="Mine">The median of our runs.</param>
/// <param name="Theirs">The median of the other solver's runs; null without any.</param>
internal sealed record Turns(SolverRun Mine, SolverRun? Theirs, IReadOnlyList<SolverRun> AllOfTheirs);

/// <summary>A folder in which cohorts are generated, other solvers built and all of them run.</summary>
internal sealed class Workshop(DirectoryInfo? peers, TimeSpan limit) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("match-table-");
    private readonly string? _peers = peers?.FullName ?? FindPeers();
    private readonly string _python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Debian: g++ liblemon-dev libboost-graph-dev python3-numpy python3-scipy.</summary>
    /// <param name="name">A file of the peers folder, without its ending.</param>
    public async Task BuildPeer(string name, CancellationToken ct)
    {
        string[] arguments =
        [
            "-O3",
            "-march=native",
            "-std=c++17",
            "-o",
            Built(name),
            Path.Combine(NeedPeers(), "peers", name + ".cpp"),
        ];
        if (await Run("g++", arguments, TimeSpan.FromMinutes(5), ct) is null)
            throw new InvalidOperationException($"{name} could not be built: are g++ and liblemon-dev there?");
    }

    /// <summary>
    /// Ours and another solver in turns, so that a busy spell of the machine meets both; the median of three counts.
    /// </summary>
    /// <param name="theirs">Null where no other solver is asked for.</param>
    public static async Task<Turns> InTurns(string file, Func<Task<SolverRun?>> ours, Func<Task<SolverRun?>>? theirs)
    {
        var (mine, others) = (new List<SolverRun>(), new List<SolverRun>());
        for (var turn = 0; turn < 3; turn++)
        {
            mine.Add(await ours() ?? throw new InvalidOperationException($"{file} was not solved."));
            if (theirs is not null && await theirs() is { } run)
                others.Add(run);
        }
        return new(Median(mine), others is [] ? null : Median(others), others);
    }

    public async Task<string> Instance(string name, CancellationToken ct)
    {
        if (File.Exists(name))
            return Path.GetFullPath(name);
        string[] arguments = [Path.Combine(NeedPeers(), "gen", "gen.py"), name, "--out", _folder.FullName];
        return await Run(_python, arguments, TimeSpan.FromMinutes(10), ct) is null
            ? throw new InvalidOperationException($"The cohort {name} could not be generated: is python3-numpy there?")
            : Path.Combine(_folder.FullName, name + ".txt");
    }

    public Task<SolverRun?> Ours(string file, CancellationToken ct) => Ours(["match", file], ct);

    public Task<SolverRun?> Ours(string[] command, CancellationToken ct) =>
        Solve(
            Environment.ProcessPath!,
            IsHost ? [typeof(Workshop).Assembly.Location, .. command] : command,
            TimeSpan.FromMinutes(30),
            ct
        );

    public Task<SolverRun?> Lemon(string file, CancellationToken ct) => Peer("lemon_mcf", ["ns", "big", file], ct);

    /// <summary>A solver that <see cref="BuildPeer"/> built.</summary>
    public Task<SolverRun?> Peer(string name, string[] arguments, CancellationToken ct) =>
        Solve(Built(name), arguments, limit, ct);

    public Task<SolverRun?> SciPy(string file, CancellationToken ct) =>
        Solve(_python, [Path.Combine(NeedPeers(), "peers", "scipy_peer.py"), "sparse", file], limit, ct);

    public static long EdgesOf(string file) =>
        long.Parse(File.ReadLines(file).First().Split(' ')[2], CultureInfo.InvariantCulture);

    public void Dispose() => _folder.Delete(recursive: true);

    private static SolverRun Median(List<SolverRun> runs) => runs.OrderBy(run => run.Cpu).ElementAt(runs.Count / 2);

    private string Built(string name) => Path.Combine(_folder.FullName, name);

    private static bool IsHost => Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";

    private string NeedPeers() =>
        _peers
        ?? throw new InvalidOperationException(
            "There is no folder shared/peers/matching beside or above this one: name it with --peers-folder, or give "
                + "files."
        );

    private static string? FindPeers()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (Path.Combine(at.FullName, "shared", "peers", "matching") is var folder && Directory.Exists(folder))
                return folder;
        }
        return null;
    }

    private static async Task<SolverRun?> Solve(
        string program,
        string[] arguments,
        TimeSpan limit,
        CancellationToken ct
    ) => await Run(program, arguments, limit, ct) is { } output ? SolverRun.From(output) : null;

    /// <summary>What the program printed, or null where it failed or took too long.</summary>
    private static async Task<string?> Run(string program, string[] arguments, TimeSpan limit, CancellationToken ct)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ct);
        time.CancelAfter(limit);
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(time.Token);
            await process.WaitForExitAsync(time.Token);
            return process.ExitCode == 0 ? output : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
    }
}
