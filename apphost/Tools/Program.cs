using System.CommandLine;
using PeerNetwork.Tools.Commands;
using PeerNetwork.Tools.Demo;

return await new RootCommand("Works with the platform that runs on this machine.")
{
    Instance.Folder,
    DemoCommand.Create(),
    LoadCompanyCommand.Create(),
    StatusCommand.Create(),
    TokenCommand.Create(),
    ScimTokenCommand.Create(),
    VerifyCommand.Create(),
    AuditVerifyCommand.Create(),
    RebuildCommand.Create(),
    ExportCommand.Create(),
    ImportCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
