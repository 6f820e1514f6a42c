using System.CommandLine;
using PeerNetwork.Tools.Demo;

namespace PeerNetwork.Tools.Commands;

/// <summary>Issues a token for a SCIM client of the running platform.</summary>
internal static class ScimTokenCommand
{
    private static readonly string[] Scopes = ["readUsers", "writeUsers"];

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
            var client = await FindOrRegister(hr, parsed.GetValue(Client)!, parsed.GetValue(Site), ct);
            var issued = await hr.Post<Issued>(
                $"enrollment/integrations/{client}/tokens",
                new { validDays = parsed.GetValue(Days) },
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

    private static async Task<Guid> FindOrRegister(Session hr, string name, string? site, CancellationToken ct)
    {
        var known = await hr.All<Listed>("enrollment/integrations", ct);
        if (known.Find(c => c.Name == name) is { } client)
            return client.Id;
        site ??= (await hr.All<Place>("enrollment/sites", ct)).FirstOrDefault()?.Code;
        if (site is null)
            throw new DemoFailedException("There is no site yet. Upload a roster first: load-company.");
        return await hr.Create(
            "enrollment/integrations",
            new
            {
                name,
                scopes = Scopes,
                defaultSite = site,
                // The Development provider signs anyone in as anyone: a user signs in by the user name.
                accountAttribute = "userName",
            },
            ct
        );
    }

    private sealed record Listed(Guid Id, string Name);

    private sealed record Place(string Code);

    private sealed record Issued(string Token);
}
