using System.CommandLine;

namespace PeerNetwork.Tools.Commands;

/// <summary>Prints a Development token of the running platform.</summary>
internal static class TokenCommand
{
    private static readonly Option<string> Subject = new("--subject")
    {
        Description =
            "The account: an employee number of the demo company, or any name for an account without a person.",
        Required = true,
    };
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
        var command = new Command("token", "Prints a Development token for any account and role.")
        {
            Subject,
            Role,
            Site,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    Instance.Of(parsed)?.Identity,
                    parsed.GetValue(Subject)!,
                    parsed.GetValue(Role) ?? [],
                    parsed.GetValue(Site) ?? [],
                    ct
                )
        );
        return command;
    }

    private static async Task<int> Run(
        Uri? provider,
        string subject,
        string[] roles,
        string[] sites,
        CancellationToken ct
    )
    {
        try
        {
            if (provider is null)
                throw new HttpRequestException("The platform is not running.");
            Console.WriteLine(await DevelopmentTokens.For(provider, subject, roles, sites, ct));
            return 0;
        }
        catch (HttpRequestException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }
}
