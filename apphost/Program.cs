using PeerNetwork.AppHost.Commands;

var app = StartCommand.Create();
app.Add(StatusCommand.Create());
app.Add(TokenCommand.Create());
// Services drain, then the servers end in their order: more than the two seconds that a command has by default.
return await app.Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
