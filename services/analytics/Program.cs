using PeerNetwork.Analytics;
using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Facts;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("analytics");

builder.AddEventSourcing("analytics", Stored.Configure);
builder.Services.AddSingleton<Analyst>();

// Nobody waits for news from here: analytics publishes nothing.
builder.AddMessaging("analytics", bus => bus.AddFacts(), _ => []);

var app = builder.Build();

var api = app.MapDefaults();
api.MapDashboard();

return await app.RunServiceOrCommand(args);
