using FluentValidation;
using MassTransit;
using PeerNetwork.Enrollment;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Applications.Selection;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.Findings;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Retention;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Rosters;
using PeerNetwork.Enrollment.Scim;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.Enrollment.Skills;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;
using PeerNetwork.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);

builder.AddServiceDefaults("enrollment");
builder.Services.AddValidatorsFromAssemblyContaining<Program>(ServiceLifetime.Singleton);

builder.AddEventSourcing("enrollment", Storage.Configure);
builder.Services.AddSingleton<PeopleIndex>();
builder.Services.AddScoped<RosterPlanner>();
builder.Services.AddScoped<PlanWriter>();
builder.AddSyncs();
builder.Services.AddSingleton<PersonConsentList>();
builder.Services.AddScoped<IAccountDirectory, AccountDirectory>();
builder.Services.AddSingleton<IAccountLinking, LinkAccount>();
builder.Services.AddSubscription<ApplicantReadiness>();
builder.Services.AddSubscription<RecheckApplications>();
builder.Services.AddSubscription<EndRolesOfLeavers>();
builder.Services.AddSubscription<EndDelegations>();
builder.Services.AddSubscription<ShortenGuestTerms>();
builder.Services.AddSubscription<RequestAcceptance>();
builder.Services.AddSubscription<GrantRolesOfGroups>();
builder.Services.AddSubscription<DestroyPersonalData>();
builder.Services.AddSubscription<RaiseNotices>();
builder.Services.AddSingleton<ReceiptSigner>();
builder.Services.AddRetention();
builder.AddScim();
builder.AddNotices();

var encryption = ExchangeEncryption.Add(builder);
builder.AddMessaging(
    "enrollment",
    bus =>
    {
        bus.AddConsumer<WhenPersonalDataErased>();
        bus.AddConsumer<WhenMentorshipClosed>();
        bus.AddConsumer<WhenMatchProposed>();
        bus.AddConsumer<WhenMatchAnswered>();
        bus.AddConsumer<WhenMatchConfirmed>();
        bus.AddConsumer<WhenMatchDeclined>();
        bus.AddConsumer<WhenConnectionRequested>();
        bus.AddConsumer<WhenConnectionRequestEnded>();
        bus.AddConsumer<WhenConnectionAccepted>();
        bus.AddConsumer<WhenConnectionClosed>();
    },
    e => Published.Map(e, encryption.Value)
);

var app = builder.Build();

app.UseScimErrors();
var api = app.MapDefaults();
app.MapScim();
api.MapSites();
api.MapPeople();
api.MapMerges();
api.MapPartners();
api.MapGuests();
api.MapAccountLinks();
api.MapRoles();
api.MapPrivacy();
api.MapRetention();
api.MapConsents();
api.MapRosters();
api.MapSyncs();
api.MapIntegrations();
api.MapPrograms();
api.MapFindings();
api.MapTraining();
api.MapApplications();
api.MapSelections();
api.MapMentorInvitations();
api.MapSkills();
api.MapNotices();

return await app.RunServiceOrCommand(args);
