using PeerNetwork.Analytics;
using PeerNetwork.Analytics.Dashboard;
using PeerNetwork.Analytics.Installations;
using PeerNetwork.Analytics.Privacy;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("analytics");

builder.AddEventSourcing("analytics", Storage.Configure);
builder.Services.AddSingleton<DashboardReader>();
builder.Services.AddScoped<IAccountDirectory, AccountDirectory>();
builder.AddInstallations();

builder.AddMessaging("analytics", bus => bus.AddReplicatedEvents(), Published.Map);

var app = builder.Build();

var api = app.MapDefaults();
api.MapDashboard();
api.MapInstallations();
api.MapGet(PersonalDataRoute.Pattern, ShowPersonalData.Handle).ShowsPersonalData();

return await app.RunServiceOrCommand(args);
