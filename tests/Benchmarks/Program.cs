using System.CommandLine;
using PeerNetwork.Benchmarks.Events;

// Each figure stands beside its floor, measured in turns in the same run: the machine may be busy, the ratio holds.
var app = new RootCommand("Measures the platform beside what its parts can do at best. Run it with -c Release.");
app.Add(EventsCommand.Create());
return await app.Parse(args).InvokeAsync();
