using PeerNetwork.IdentityProvider;

var builder = WebApplication.CreateBuilder(args);
if (!builder.Environment.IsDevelopment())
    throw new InvalidOperationException(
        $"The environment is {builder.Environment.EnvironmentName}, but this provider signs in anyone as anyone: "
            + "it is for Development only."
    );
builder.AddProvider();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.UseAuthentication();
app.MapHealthChecks("/health/ready");
app.MapSignIn();
app.Run();
