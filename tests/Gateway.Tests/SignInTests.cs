using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.IdentityModel.JsonWebTokens;

namespace PeerNetwork.Gateway.Tests;

public class SignInTests
{
    private static readonly Guid Person = Guid.NewGuid();

    [Fact]
    public async Task In_development_anyone_signs_in_as_anyone()
    {
        await using var enrollment = await Backend.Start();
        await using var gateway = GatewayHost.InFrontOf(enrollment);

        var answer = await SignIn(
            gateway,
            new
            {
                person = Person,
                roles = new[] { "coordinator", "sponsor" },
                sites = new[] { "LIS" },
            }
        );
        var body = await answer.Json();
        var token = (string)body["token"]!;
        var call = new HttpRequestMessage(HttpMethod.Get, "/enrollment/echo");
        call.Headers.Authorization = GatewayHost.Bearer(token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await gateway.Client.SendAsync(call)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var claims = new JsonWebToken(token);
        claims.Alg.ShouldBe("ES256");
        claims.Subject.ShouldBe(Person.ToString());
        claims.Claims.Where(c => c.Type == "roles").Select(c => c.Value).ShouldBe(["coordinator", "sponsor"]);
        claims.Claims.Where(c => c.Type == "sites").Select(c => c.Value).ShouldBe(["LIS"]);
        Guid.Parse(claims.Id).ShouldNotBe(Guid.Empty);
        (claims.ValidTo - claims.IssuedAt).ShouldBe(TimeSpan.FromHours(8));
        ((DateTimeOffset)body["expiresAt"]!).UtcDateTime.ShouldBe(claims.ValidTo, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("""{"person":"00000000-0000-0000-0000-000000000000","roles":["employee"]}""", 422, "invalid")]
    [InlineData("""{"person":"11111111-1111-1111-1111-111111111111","roles":["king"]}""", 422, "invalid")]
    [InlineData("""{"person":"11111111-1111-1111-1111-111111111111","sites":[""]}""", 422, "invalid")]
    [InlineData("""{"person":"11111111-1111-1111-1111-111111111111","roles":[null]}""", 422, "invalid")]
    [InlineData("""{"person":"me"}""", 400, "malformed-request")]
    [InlineData("""{"person":"11111111-1111-1111-1111-111111111111","admin":true}""", 400, "malformed-request")]
    [InlineData("", 400, "malformed-request")]
    public async Task An_invalid_request_is_rejected(string body, int status, string problem)
    {
        await using var gateway = GatewayHost.With();
        var answer = await gateway.Client.PostAsync(
            "/dev/sign-in",
            new StringContent(body, System.Text.Encoding.UTF8, "application/json")
        );
        await answer.ShouldBeProblem(status, problem);
    }

    [Fact]
    public async Task It_can_be_switched_off()
    {
        await using var gateway = GatewayHost.With(("Dev:SignIn", "false"));
        await (await gateway.Client.SendAsync(gateway.Request(HttpMethod.Post, "/dev/sign-in"))).ShouldBeProblem(
            404,
            "not-found"
        );
    }

    [Theory]
    [InlineData("Auth__DevelopmentSigningKey", "anything")]
    [InlineData("Dev__SignIn", "true")]
    public async Task Outside_development_a_gateway_that_could_sign_in_anyone_does_not_start(
        string setting,
        string value
    )
    {
        var (exit, said) = await Run((setting, value));

        exit.ShouldNotBe(0);
        said.ShouldContain($"{setting.Replace("__", ":")} is set, but the environment is Production");
        said.ShouldNotContain("Now listening");
    }

    [Fact]
    public async Task Outside_development_it_starts_without_them()
    {
        var (_, said) = await Run();
        said.ShouldContain("Now listening");
    }

    private static Task<HttpResponseMessage> SignIn(GatewayHost gateway, object who) =>
        gateway.Client.PostAsJsonAsync("/dev/sign-in", who);

    // The real program, as an operator starts it, until it ends or listens.
    private static async Task<(int Exit, string Said)> Run(params (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location]);
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        foreach (
            var (key, value) in (IEnumerable<(string, string)>)
                [
                    ("ASPNETCORE_ENVIRONMENT", "Production"),
                    ("ASPNETCORE_URLS", "http://127.0.0.1:0"),
                    ("Auth__Issuer", "https://people.test"),
                    ("Auth__Audience", "peernetwork"),
                    ("Auth__Authority", "https://people.test"),
                    ("Logging__LogLevel__Microsoft.Hosting.Lifetime", "Information"),
                    .. settings,
                ]
        )
            start.Environment[key] = value;

        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var gateway = Process.Start(start)!;
        try
        {
            var (said, errors) = ("", gateway.StandardError.ReadToEndAsync(timeout.Token));
            while (
                !said.Contains("Now listening") && await gateway.StandardOutput.ReadLineAsync(timeout.Token) is { } line
            )
                said += line + "\n";
            if (said.Contains("Now listening"))
                gateway.Kill();
            await gateway.WaitForExitAsync(timeout.Token);
            return (gateway.ExitCode, said + await errors);
        }
        finally
        {
            gateway.Kill();
        }
    }
}
