using PeerNetwork.Enrollment;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("enrollment");

builder.AddEventStore("enrollment").AddStreams().AddProjections();

var encryption = ExchangeEncryption.From(builder.Configuration);
builder.AddMessaging("enrollment", _ => { }, e => Published.Map(e, encryption));

var app = builder.Build();

app.MapDefaults();
app.MapSites();
app.MapPeople();
app.MapRosters();
app.MapPrograms();
app.MapTraining();
app.MapApplications();

app.Run();
