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
builder.Services.AddSingleton<Pool>();
builder.Services.AddSubscription(services => ActivatorUtilities.CreateInstance<ComputeRuns>(services));
builder.Services.AddSubscription(services => ActivatorUtilities.CreateInstance<PublishRuns>(services));
builder.Services.AddSubscription(services => ActivatorUtilities.CreateInstance<CloseHopelessMatches>(services));

builder.AddMessaging("matching", bus =>
{
    bus.AddConsumer<WhenPersonRecorded>();
    bus.AddConsumer<WhenProgramPublished>();
    bus.AddConsumer<WhenProgramClosed>();
    bus.AddConsumer<WhenApplicationApproved>();
    bus.AddConsumer<WhenApplicationWithdrawn>();
    bus.AddConsumer<WhenMentorshipClosed>();
}, Published.Map);

var app = builder.Build();
app.MapDefaults();
app.MapPeople();
app.MapRuns();
app.MapMatches();
app.Run();
