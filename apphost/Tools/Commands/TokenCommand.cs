using System.CommandLine;

namespace PeerNetwork.Tools.Commands;

/// <summary>Prints a Development token of the running platform.</summary>
internal static class TokenCommand
{
    private static readonly Option<Guid> Person = new("--person") { Description = "The person's id.", Required = true };
    private static readonly Option<string[]> Role = new("--role")
    {
        Description = "A role, as in: employee, coordinator, people-admin. May be repeated.",
    };
    private static readonly Option<string[]> Site = new("--site")
    {
        Description = "The code of a site in scope, or * for all. May be repeated.",
    };

    public static Command Create()
    {
        var command = new Command("token", "Prints a Development token for any person and role.")
        {
            Person,
            Role,
            Site,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    Instance.Of(parsed)?.Gateway,
                    parsed.GetValue(Person),
                    parsed.GetValue(Role) ?? [],
                    parsed.GetValue(Site) ?? [],
                    ct
                )
        );
        return command;
    }

    private static async Task<int> Run(Uri? gateway, Guid person, string[] roles, string[] sites, CancellationToken ct)
    {
        try
        {
            if (gateway is null)
                throw new HttpRequestException("The platform is not running.");
            Console.WriteLine(await DevelopmentTokens.For(gateway, person, roles, sites, ct));
            return 0;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
