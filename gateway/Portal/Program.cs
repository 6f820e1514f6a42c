using MudBlazor.Services;
using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Circuits;
using PeerNetwork.Portal.Coordination.Programs;
using PeerNetwork.Portal.Drafts;
using PeerNetwork.Portal.Insights;
using PeerNetwork.Portal.Mentorships;
using PeerNetwork.Portal.MyProfile;
using PeerNetwork.Portal.Oversight;
using PeerNetwork.Portal.Preferences;
using PeerNetwork.Portal.Shell;
using PeerNetwork.Portal.SignIn;
using PeerNetwork.Portal.Storage;
using PeerNetwork.ServiceDefaults;

// The style sheets are beside the program, wherever it is started from.
var builder = WebApplication.CreateBuilder(
    new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
);

// In Development, scripts and style sheets would be read anew for each request, and sent without compression.
builder.Configuration["ReloadStaticAssetsAtRuntime"] = bool.FalseString;
builder.Services.AddSingleton(TimeProvider.System);
builder.AddTelemetry("portal");
builder.AddGracefulShutdown();
builder.AddHealth();
builder.AddStorage();
builder.AddSignIn();
builder.AddApiClients();
builder.AddPreferences();
builder.Services.AddMudServices();

// A page begins with the state that the browser got with its HTML and sends back: the first page of a person with many
// mentorships is larger than the 32 kB that a message may have otherwise.
builder
    .Services.AddRazorComponents()
    .AddInteractiveServerComponents()
    .AddHubOptions(options => options.MaximumReceiveMessageSize = 512 * 1024);
builder.Services.AddCircuits();
builder.Services.AddScoped<IDrafts, StoredDrafts>();

var app = builder.Build();
app.UseGatewayAddresses();
app.UseExceptionHandler("/error", createScopeForErrors: true);
app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
app.UseCircuits();
app.UseContentPolicy();
app.UsePreferences();
app.UseAuthentication();
app.UseAuthorization();
app.UseAntiforgery();
app.MapHealth();
app.MapStaticAssets().AllowAnonymous();
app.MapSignIn();
app.MapPreferences();
app.MapMentorships();
app.MapCoordination();
app.MapInsights();
app.MapOversight();
app.MapMyProfile();

// The policy of the whole page says who may frame it.
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(server => server.ContentSecurityFrameAncestorsPolicy = null);
return await app.RunServiceOrCommand(args);
