using FluentValidation;
using MassTransit;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("matching");
builder.Services.AddValidatorsFromAssemblyContaining<Program>(ServiceLifetime.Singleton);

builder.AddEventSourcing("matching", Storage.Configure);
builder.Services.AddScoped<IAccountDirectory, AccountDirectory>();
ExchangeEncryption.Add(builder);
builder.Services.AddSingleton<Pool>();
builder.AddRuns();
builder.Services.AddSubscription<WithdrawInvalidProposals>();

builder.AddMessaging(
    "matching",
    bus =>
    {
        bus.AddConsumer<WhenPersonRecorded>();
        bus.AddConsumer<WhenProgramPublished>();
        bus.AddConsumer<WhenProgramClosed>();
        bus.AddConsumer<WhenMatchingProfileCompleted>();
        bus.AddConsumer<WhenApplicationWithdrawn>();
        bus.AddConsumer<WhenMentorshipClosed>();
        bus.AddConsumer<WhenVariantDue, VariantDueConsumerDefinition>();
    },
    Published.Map
);

var app = builder.Build();
var api = app.MapDefaults();
api.MapPeople();
api.MapRuns();
api.MapMatches();
return await app.RunServiceOrCommand(args);
