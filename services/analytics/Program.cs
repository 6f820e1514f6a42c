using PeerNetwork.Analytics;
using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Facts;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("analytics");

builder.AddEventStore("analytics").AddStreams().AddTables();
builder.Services.AddSingleton<Analyst>();

// Nobody waits for news from here: analytics publishes nothing.
builder.AddMessaging("analytics", bus => bus.AddFacts(), _ => []);

var app = builder.Build();

app.MapDefaults();
app.MapDashboard();

app.Run();
