using PeerNetwork.IdentityProvider;

var builder = WebApplication.CreateBuilder(args);
if (!builder.Environment.IsDevelopment())
    throw new InvalidOperationException(
        $"The environment is {builder.Environment.EnvironmentName}, but this provider signs in anyone as anyone: "
            + "it is for Development only."
    );

// It tells of every step of every sign-in.
builder.Logging.AddFilter("OpenIddict", LogLevel.Warning);
builder.AddProvider();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.UseAuthentication();
app.MapHealthChecks("/health/ready");
app.MapSignIn();
app.Run();
