using FluentValidation;
using PeerNetwork.Engagement;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Privacy;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("engagement");
builder.Services.AddValidatorsFromAssemblyContaining<Program>(ServiceLifetime.Singleton);
builder.AddEventSourcing("engagement", Storage.Configure);
builder.Services.AddScoped<IAccountDirectory, ReplicatedAccounts>();
builder.Services.AddSubscription<MentorshipLifecycle>();
builder.AddMessaging(
    "engagement",
    messages =>
    {
        messages.AddConsumer<WhenPersonRecorded>();
        messages.AddConsumer<WhenRolesRecorded>();
        messages.AddConsumer<WhenAccountsRecorded>();
        messages.AddConsumer<WhenPersonErased>();
        messages.AddConsumer<WhenProgramPublished>();
        messages.AddConsumer<WhenProgramClosed>();
        messages.AddConsumer<WhenMatchConfirmed>();
        messages.AddConsumer<WhenMatchInvalidated>();
        messages.AddConsumer<WhenConnectionAccepted>();
        messages.AddConsumer<WhenConnectionInvalidated>();
    },
    Published.Map
);

var app = builder.Build();
var api = app.MapDefaults();
api.MapPeople();
api.MapMentorships();
api.MapGet(PersonalDataRoute.Pattern, ShowPersonalData.Handle).ShowsPersonalData();
return await app.RunServiceOrCommand(args);
