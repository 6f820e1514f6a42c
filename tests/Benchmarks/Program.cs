using System.CommandLine;
using PeerNetwork.Benchmarks.Events;
using PeerNetwork.Benchmarks.Gateways;
using PeerNetwork.Benchmarks.Matching;
using PeerNetwork.Benchmarks.Messages;
using PeerNetwork.Benchmarks.Portals;
using PeerNetwork.Benchmarks.Rosters;

// Each figure stands beside its floor, measured in turns in the same run: the machine may be busy, the ratio holds.
var app = new RootCommand("Measures the platform beside what its parts can do at best. Run it with -c Release.");
app.Add(EventsCommand.Create());
app.Add(MessagesCommand.Create());
app.Add(GatewayCommand.Create());
app.Add(CandidatesCommand.Create());
app.Add(MatchCommand.Create());
app.Add(MatchStableCommand.Create());
app.Add(MatchPeersCommand.Create());
app.Add(MatchTableCommand.Create());
app.Add(WhyNotCommand.Create());
app.Add(RosterCommand.Create());
app.Add(PortalCommand.Create());
foreach (var bare in BareCommands.Create())
    app.Add(bare);
return await app.Parse(args).InvokeAsync();
