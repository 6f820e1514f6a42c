using PeerNetwork.Engagement;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.Engagement.Programs;
using PeerNetwork.EventStore;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("engagement");
builder.AddEventStore("engagement").AddStreams();
builder.Services.AddSubscription(services => ActivatorUtilities.CreateInstance<CloseEndedMentorships>(services));
builder.AddMessaging(
    "engagement",
    messages =>
    {
        messages.AddConsumer<WhenPersonRecorded>();
        messages.AddConsumer<WhenProgramPublished>();
        messages.AddConsumer<WhenProgramClosed>();
        messages.AddConsumer<WhenMatchConfirmed>();
    },
    Published.Map
);

var app = builder.Build();
app.MapDefaults();
app.MapPeople();
app.MapMentorships();
app.Run();
