using PeerNetwork.Tools.Demo;

namespace PeerNetwork.Tools;

/// <summary>How the user of a SCIM client signs in.</summary>
internal enum AccountAttribute
{
    /// <summary>As the Development provider signs in a user whom no roster lists.</summary>
    UserName,

    /// <summary>As it signs in the people of a roster.</summary>
    EmployeeNumber,
}

/// <summary>A token, and the client whose it is.</summary>
internal sealed record ScimToken(Guid Client, string Token);

/// <summary>Clients of the SCIM server, as the people administration registers them.</summary>
internal static class ScimClients
{
    private static readonly string[] Scopes = ["readUsers", "writeUsers"];

    /// <summary>Registers the client where there is none of this name, and issues a token for it.</summary>
    /// <param name="site">Of people for whom the client names none; the first site if null.</param>
    public static async Task<ScimToken> IssueToken(
        Session hr,
        string name,
        string? site,
        AccountAttribute account,
        int validDays,
        CancellationToken ct
    )
    {
        var client = await FindOrRegister(hr, name, site, account, ct);
        var issued = await hr.Post<Issued>($"enrollment/integrations/{client}/tokens", new { validDays }, ct);
        return new(client, issued.Token);
    }

    private static async Task<Guid> FindOrRegister(
        Session hr,
        string name,
        string? site,
        AccountAttribute account,
        CancellationToken ct
    )
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
                accountAttribute = account == AccountAttribute.UserName ? "userName" : "employeeNumber",
            },
            ct
        );
    }

    private sealed record Listed(Guid Id, string Name);

    private sealed record Place(string Code);

    private sealed record Issued(string Token);
}
