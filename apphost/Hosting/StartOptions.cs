using System.CommandLine;
using PeerNetwork.LocalServers;

namespace PeerNetwork.AppHost.Hosting;

/// <param name="Folder">Holds all that the instance keeps.</param>
/// <param name="Fresh">Whether to delete what earlier runs have kept there.</param>
/// <param name="Empty">Whether to leave the demo company out.</param>
/// <param name="Company">How many people the demo company has; null for as many as usual.</param>
/// <param name="ShowDashboard">Whether to start Aspire's dashboard.</param>
internal sealed record StartOptions(string Folder, bool Fresh, bool Empty, int? Company, bool ShowDashboard)
{
    private static readonly Option<DirectoryInfo> FolderOption = new("--data")
    {
        Description = "The folder that holds all that this instance keeps.",
        DefaultValueFactory = _ => new(Repository.DefaultFolder),
    };

    private static readonly Option<bool> FreshOption = new("--fresh") { Description = "Delete that folder first." };

    private static readonly Option<bool> EmptyOption = new("--empty")
    {
        Description = "Without the demo company: for an import, or for people of your own.",
    };

    private static readonly Option<int?> CompanyOption = new("--company")
    {
        Description = "How many people the demo company has.",
    };

    private static readonly Option<bool> NoDashboardOption = new("--no-dashboard")
    {
        Description = "Without Aspire's dashboard.",
    };

    public static RootCommand Command(Func<StartOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand("Runs PeerNetwork on this machine; Ctrl-C stops it.")
        {
            FolderOption,
            FreshOption,
            EmptyOption,
            CompanyOption,
            NoDashboardOption,
        };
        command.SetAction((parsed, ct) => run(Of(parsed), ct));
        return command;
    }

    public static StartOptions Of(ParseResult parsed) =>
        new(
            parsed.GetRequiredValue(FolderOption).FullName,
            parsed.GetValue(FreshOption),
            parsed.GetValue(EmptyOption),
            parsed.GetValue(CompanyOption),
            !parsed.GetValue(NoDashboardOption)
        );
}
