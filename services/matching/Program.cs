using PeerNetwork.EventStore;
using PeerNetwork.Matching;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;
using MassTransit;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("matching");

builder.AddEventStore("matching").AddStreams().AddTables()
    .Subscribe(services => ActivatorUtilities.CreateInstance<ComputeRuns>(services))
    .Subscribe(services => ActivatorUtilities.CreateInstance<PublishRuns>(services))
    .Subscribe(services => ActivatorUtilities.CreateInstance<CloseHopelessMatches>(services));
builder.Services.AddSingleton<Pool>();

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
