using MassTransit;
using PeerNetwork.EventStore;
using PeerNetwork.Matching;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("matching");

builder.AddEventStore("matching").AddStreams().AddTables();
builder.Services.AddSingleton(ExchangeEncryption.From(builder.Configuration));
builder.Services.AddSingleton<Pool>();
builder.Services.AddRuns();
builder.Services.AddSubscription(services => ActivatorUtilities.CreateInstance<CloseHopelessMatches>(services));

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
        bus.AddConsumer<WhenVariantDue, VariantDueEndpoint>();
    },
    Published.Map
);

var app = builder.Build();
app.MapDefaults();
app.MapPeople();
app.MapRuns();
app.MapMatches();
app.Run();
