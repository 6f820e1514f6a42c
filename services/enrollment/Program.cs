using FluentValidation;
using PeerNetwork.Enrollment;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("enrollment");
builder.Services.AddValidatorsFromAssemblyContaining<Program>(ServiceLifetime.Singleton);

builder.AddEventSourcing("enrollment", Storage.Configure);
builder.Services.AddScoped<IAccountDirectory, AccountDirectory>();
builder.Services.AddSubscription<ApplicantReadiness>();

var encryption = ExchangeEncryption.Add(builder);
builder.AddMessaging("enrollment", _ => { }, e => Published.Map(e, encryption.Value));

var app = builder.Build();

var api = app.MapDefaults();
api.MapSites();
api.MapPeople();
api.MapRosters();
api.MapPrograms();
api.MapTraining();
api.MapApplications();

return await app.RunServiceOrCommand(args);
