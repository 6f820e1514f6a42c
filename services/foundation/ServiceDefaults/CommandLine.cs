using JasperFx;

namespace PeerNetwork.ServiceDefaults;

public static class CommandLine
{
    /// <summary>
    /// Runs the service or, where the first argument names a command of Marten's (<c>db-apply</c>, <c>db-assert</c>,
    /// <c>projections list</c>, <c>help</c>), that command.
    /// </summary>
    /// <returns>The exit code of the process.</returns>
    public static async Task<int> RunServiceOrCommand(this WebApplication app, string[] args)
    {
        if (args is [var command, ..] && !command.StartsWith('-'))
            return await app.RunJasperFxCommands(args);
        await app.RunAsync();
        return 0;
    }
}
