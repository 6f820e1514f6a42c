using PeerNetwork.AppHost.Commands;
using PeerNetwork.AppHost.Demo;

var app = StartCommand.Create(DemoCommand.LoadCompany);
app.Add(DemoCommand.Create());
app.Add(StatusCommand.Create());
app.Add(TokenCommand.Create());
app.Add(VerifyCommand.Create());
app.Add(ExportCommand.Create());
app.Add(ImportCommand.Create());

// Services drain, then the servers end in their order: more than the two seconds that a command has by default.
return await app.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
