using System.CommandLine;
using PeerNetwork.Tools.Demo;

namespace PeerNetwork.Tools.Commands;

/// <summary>Issues a token for a SCIM client of the running platform.</summary>
internal static class ScimTokenCommand
{
    private static readonly Option<string> Client = new("--client")
    {
        Description = "The name of the client; it is registered where there is none of this name.",
        DefaultValueFactory = _ => "Development",
    };
    private static readonly Option<int> Days = new("--days")
    {
        Description = "How long the token can be used, 1 to 730 days.",
        DefaultValueFactory = _ => 30,
    };
    private static readonly Option<string> Site = new("--site")
    {
        Description = "The code of the site of people for whom the client names none; the first site if left out.",
    };

    public static Command Create()
    {
        var command = new Command("scim-token", "Prints the base address for a SCIM client, and a token for it.")
        {
            Client,
            Days,
            Site,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        try
        {
            if (Instance.Of(parsed) is not { Gateway: { } gateway, Identity: { } provider })
                throw new HttpRequestException("The platform is not running.");
            using var http = new GatewayClient(gateway, provider);
            var hr = await http.SignIn(Actors.HumanResources, ["people-admin"], ["*"], ct);
            var issued = await ScimClients.IssueToken(
                hr,
                parsed.GetValue(Client)!,
                parsed.GetValue(Site),
                AccountAttribute.UserName,
                parsed.GetValue(Days),
                ct
            );
            Console.WriteLine(new Uri(gateway, "scim/v2"));
            Console.WriteLine(issued.Token);
            return 0;
        }
        catch (Exception e) when (e is HttpRequestException or DemoFailedException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
