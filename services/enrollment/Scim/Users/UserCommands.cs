using System.Text.Json.Nodes;
using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Scim.Protocol;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>
/// Creates, replaces, patches and deletes users. Each command is a unit of work of its own, so that one request may
/// hold many of them.
/// </summary>
public sealed class UserCommands(
    EventStreams events,
    ReadModels models,
    AccountIds accounts,
    UserKeyIndex keys,
    TimeProvider clock
) : IScimCommands
{
    /// <summary>By the codes of the sites. One request, which may hold many commands, reads them once.</summary>
    private IReadOnlyDictionary<string, string>? _timeZones;

    /// <summary>
    /// Creates a user. Where another source has named a person with this employee number, the user is of that person.
    /// </summary>
    /// <returns>The id of the person, which is that of the user.</returns>
    public async Task<Guid> Create(AuthenticatedClient client, JsonObject body, CancellationToken ct)
    {
        var user = ResourceValidation.Clean(body, ScimResourceType.User);
        await RequireUsable(user.TextAt("userName")!, ct);
        var number = user.TextAt(ScimUrns.EnterpriseUser, "employeeNumber");
        var known = number is null
            ? null
            : await models.QueryFirstOrDefault<Guid?>(
                $"""
                select id from people where number_key = {keys.OfEmployeeNumber(number)}
                order by merged_into nulls first
                """,
                ct
            );
        var id = known ?? Guid.CreateVersion7(clock.GetUtcNow());
        await Write(client, id, NotProvisioned, ct);
        return id;

        (JsonObject, JsonObject?) NotProvisioned(Person? person) =>
            person switch
            {
                { Erased: true } => throw AlreadyErased(),
                { MergedInto: not null } => throw AlreadyMerged(),
                { User: not null } => throw AlreadyProvisioned(),
                _ => (user, null),
            };
    }

    public Task Replace(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct)
    {
        var user = ResourceValidation.Clean(body, ScimResourceType.User);
        return Write(client, id, person => (user, UserResource.Parse(RequireUser(person))), ct);
    }

    public Task Patch(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct)
    {
        var patch = PatchRequest.Parse(body, ScimResourceType.User);
        return Write(client, id, Apply, ct);

        (JsonObject, JsonObject) Apply(Person? person)
        {
            var before = UserResource.Show(RequireUser(person), FactsInForce.Of(person!));
            before["id"] = $"{id}";
            before["schemas"] = ScimResourceType.User.SchemasOf(before);
            return (patch.Apply(before), before);
        }
    }

    public async Task Delete(AuthenticatedClient client, Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await events.Update<Person, PersonEvent>(
            id,
            Person.Evolve,
            person =>
            {
                RequireUser(person);
                return DeprovisionUser.Decide(person!, new(client.Id), now);
            },
            ct
        );
    }

    /// <param name="next">Gives the user as it shall be, and as the client knew it.</param>
    private async Task Write(
        AuthenticatedClient client,
        Guid id,
        Func<Person?, (JsonObject User, JsonObject? Before)> next,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        _timeZones ??= (await SitesProjection.LoadAll(models, ct)).ToDictionary(s => s.Code, s => s.TimeZone);
        var mapping = new UserResource(client, _timeZones, accounts, keys);
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                var (user, before) = next(person);
                if (before is not null && JsonNode.DeepEquals(user, before))
                    return;
                var provisioned = mapping.Read(user, before, person);
                await RequireReportingLine(person, id, provisioned.Entry.Employment.Manager, ct);
                writes.Append<Person, PersonEvent>(
                    id,
                    ProvisionUser.Decide(person, new(id), new(client.Id), provisioned, now)
                );
            },
            ct
        );
    }

    /// <summary>A manager is a known person, and does not report to the person, directly or by others.</summary>
    private async Task RequireReportingLine(Person? person, Guid id, PersonId? manager, CancellationToken ct)
    {
        if (manager is null || manager == person?.Employment.Manager)
            return;
        var line = await PeopleProjection.LineFrom(models, manager.Value, ct);
        if (line.Count == 0)
            throw ScimException.InvalidValue("manager.value", "must be the id of a user");
        if (line.Contains(id))
            throw ScimException.InvalidValue("manager.value", "must not lead back to the user: the line is a circle");
    }

    /// <summary>What a client sent of a person who was erased does not exist any more.</summary>
    private static string RequireUser(Person? person) =>
        person?.User?.Resource.Text
        ?? throw new ScimException(StatusCodes.Status404NotFound, null, "There is no user with this id.");

    private async Task RequireUsable(string userName, CancellationToken ct)
    {
        var key = keys.OfUserName(userName);
        var former = await models.QueryFirstOrDefault<FormerUsers>(
            $"""
            select exists (select from erased_users where user_name = {key}) as erased,
                exists (select from merged_users where user_name = {key}) as merged
            """,
            ct
        );
        if (former!.Erased)
            throw AlreadyErased();
        if (former.Merged)
            throw AlreadyMerged();
    }

    private static ScimException AlreadyErased() =>
        new(
            StatusCodes.Status409Conflict,
            null,
            "The personal data of this person was erased. Remove the user from the scope of the provisioning."
        );

    private static ScimException AlreadyMerged() =>
        new(
            StatusCodes.Status409Conflict,
            null,
            "This user is of a record that was merged into that of the same person, who has another user. Remove this "
                + "user from the scope of the provisioning."
        );

    private static ScimException AlreadyProvisioned() =>
        new(
            StatusCodes.Status409Conflict,
            ScimErrorType.Uniqueness,
            "There is a user with this employeeNumber already."
        );

    private sealed record FormerUsers(bool Erased, bool Merged);
}
