using FluentValidation;
using MassTransit;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Privacy;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Matching.Schedules;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("matching");
builder.Services.AddValidatorsFromAssemblyContaining<Program>(ServiceLifetime.Singleton);

var role = builder.AddRuns().Role;
builder.AddEventSourcing("matching", Storage.Configure, runsShards: role is not ReplicaRole.Worker);
builder.Services.AddScoped<IAccountDirectory, ReplicatedAccounts>();
ExchangeEncryption.Add(builder);
builder.Services.AddSingleton<Pool>();
builder.Services.AddSingleton<CoffeeMembers>();
builder.Services.AddSubscription<WithdrawInvalidProposals>();
builder.Services.AddSubscription<RecheckReportingLines>();
builder.Services.AddSubscription<ConfirmGroups>();
builder.Services.AddSubscription<PlanRefills>();
builder.Services.AddSubscription<WithdrawInvalidFlashSlots>();
builder.Services.AddSubscription<EndInvalidConnections>();

builder.AddMessaging(
    "matching",
    bus =>
    {
        if (role is not ReplicaRole.Api)
            bus.AddConsumer<WhenVariantDue, VariantDueConsumerDefinition>();
        if (role is ReplicaRole.Worker)
            return;
        bus.AddConsumer<WhenPersonRecorded>();
        bus.AddConsumer<WhenRolesRecorded>();
        bus.AddConsumer<WhenAccountsRecorded>();
        bus.AddConsumer<WhenPersonErased>();
        bus.AddConsumer<WhenProgramPublished>();
        bus.AddConsumer<WhenProgramClosed>();
        bus.AddConsumer<WhenMatchingProfileCompleted>();
        bus.AddConsumer<WhenApplicantNoLongerReady>();
        bus.AddConsumer<WhenApplicationWithdrawn>();
        bus.AddConsumer<WhenMentorshipClosed>();
        bus.AddConsumer<WhenMemberLeft>();
        bus.AddConsumer<WhenConnectionClosed>();
        bus.AddConsumer<WhenRunDue>();
        bus.AddConsumer<WhenCoffeeRoundDue>();
    },
    Published.Map,
    consumersElsewhere: role is ReplicaRole.Api ? [typeof(WhenVariantDue)] : []
);

var app = builder.Build();
var api = app.MapDefaults();
if (role is not ReplicaRole.Worker)
{
    api.MapPeople();
    api.MapRuns();
    api.MapSchedules();
    api.MapMatches();
    api.MapCoffee();
    api.MapFlash();
    api.MapConnections();
    api.MapGet(PersonalDataRoute.Pattern, ShowPersonalData.Handle).ShowsPersonalData();
}

return await app.RunServiceOrCommand(args);
