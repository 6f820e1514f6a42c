namespace PeerNetwork.Tools.Demo;

/// <summary>
/// The people of a roster as the company's identity provider knows and changes them, by SCIM as Microsoft Entra sends
/// it.
/// </summary>
internal sealed class IdentityProviderUsers(Session scim, Guid client)
{
    private const string Name = "Identity provider of the demo";
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly string[] PatchSchemas = ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        UserSchemas = ["urn:ietf:params:scim:schemas:core:2.0:User", Enterprise];

    /// <summary>The id by which the audit trail names the provider.</summary>
    public Guid Client => client;

    public static async Task<IdentityProviderUsers> Connect(GatewayClient gateway, Session hr, CancellationToken ct)
    {
        var issued = await ScimClients.IssueToken(hr, Name, null, AccountAttribute.EmployeeNumber, validDays: 1, ct);
        return new(gateway.WithToken(issued.Token), issued.Client);
    }

    public async Task SetManager(string employee, string manager, CancellationToken ct)
    {
        var id = await FindOrCreate(manager, ct);
        await Change(employee, "Add", $"{Enterprise}:manager", id, ct);
    }

    public Task Deactivate(string employee, CancellationToken ct) => Change(employee, "Replace", "active", "False", ct);

    private async Task Change(string employee, string op, string path, string value, CancellationToken ct) =>
        await scim.Patch(
            $"scim/v2/Users/{await FindOrCreate(employee, ct)}",
            new
            {
                schemas = PatchSchemas,
                Operations = new[]
                {
                    new
                    {
                        op,
                        path,
                        value,
                    },
                },
            },
            ct
        );

    /// <summary>A client looks for a user before it creates one.</summary>
    private async Task<string> FindOrCreate(string employeeNumber, CancellationToken ct)
    {
        var userName = $"{employeeNumber}@example.com";
        var filter = Uri.EscapeDataString($"userName eq \"{userName}\"");
        var found = await scim.Get<Users>($"scim/v2/Users?filter={filter}", ct);
        if (found.Resources is [var user])
            return user.Id;
        var body = new Dictionary<string, object>
        {
            ["schemas"] = UserSchemas,
            ["userName"] = userName,
            [Enterprise] = new { employeeNumber },
        };
        return (await scim.Post<User>("scim/v2/Users", body, ct)).Id;
    }

    private sealed record Users(List<User>? Resources);

    private sealed record User(string Id);
}
