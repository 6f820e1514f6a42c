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
        var known = number is null ? null : await FindByNumber(keys.OfEmployeeNumber(number), ct);
        var id = known ?? Guid.CreateVersion7(clock.GetUtcNow());
        await Write(client, id, NotProvisioned, ct);
        return id;

        UserRequest NotProvisioned(Person? person) =>
            person switch
            {
                { Erased: true } => throw AlreadyErased(),
                { MergedInto: not null } => throw AlreadyMerged(),
                { User: not null } => throw AlreadyProvisioned(),
                _ => new(user, null, DayOf(user)),
            };
    }

    /// <summary>The person with this employee number, else one whose record with it does not speak.</summary>
    private Task<Guid?> FindByNumber(Guid key, CancellationToken ct) =>
        models.QueryFirstOrDefault<Guid?>(
            $"""
            select id from (
                select id, merged_into from people where number_key = {key}
                union all select id, merged_into from people where silent_number_key = {key}) known
            order by merged_into nulls first limit 1
            """,
            ct
        );

    public Task Replace(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct)
    {
        var user = ResourceValidation.Clean(body, ScimResourceType.User);
        return Write(client, id, person => new(user, UserResource.Parse(RequireUser(person)), DayOf(user)), ct);
    }

    public Task Patch(AuthenticatedClient client, Guid id, JsonObject body, CancellationToken ct)
    {
        var patch = PatchRequest.Parse(body, ScimResourceType.User);
        return Write(client, id, Apply, ct);

        UserRequest Apply(Person? person)
        {
            var (resource, day) = (RequireUser(person), DayOf(patch));
            var known = Later(day, person!.Employment.TimeZone) is { } later ? ScheduleUser.On(person, later) : person;
            var before = UserAttributes.Show(resource, FactsInForce.Of(known));
            before["id"] = $"{id}";
            before["schemas"] = ScimResourceType.User.SchemasOf(before);
            return new(patch.Apply(before), before, day);
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

    /// <param name="User">As it shall be.</param>
    /// <param name="Before">As the client knew it; null for a new one.</param>
    /// <param name="EffectiveOn">The day from which on it shall be so; null for at once.</param>
    private sealed record UserRequest(JsonObject User, JsonObject? Before, DateOnly? EffectiveOn);

    private async Task Write(AuthenticatedClient client, Guid id, Func<Person?, UserRequest> next, CancellationToken ct)
    {
        _timeZones ??= (await SitesProjection.LoadAll(models, ct)).ToDictionary(s => s.Code, s => s.TimeZone);
        var mapping = new UserResource(client, _timeZones, accounts, keys);
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                var request = next(person);
                var later = Later(request.EffectiveOn, person?.Employment.TimeZone ?? mapping.TimeZoneOf(request.User));
                if (later is null && request.Before is not null && JsonNode.DeepEquals(request.User, request.Before))
                    return;
                var known = person is not null && later is { } on ? ScheduleUser.Before(person, on) : person;
                var user = mapping.Read(request.User, request.Before, known);
                await RequireReportingLine(person, id, user.Entry.Employment.Manager, ct);
                await RequireOtherManagers(person, id, user.Entry.Employment, ct);
                var (now, owner) = (clock.GetUtcNow(), new ClientId(client.Id));
                writes.Append<Person, PersonEvent>(
                    id,
                    later is { } day
                        ? ScheduleUser.Decide(person, new(id), owner, AsToday(user, request.User, person), day, now)
                        : ProvisionUser.Decide(person, new(id), owner, user, now)
                );
            },
            ct
        );
    }

    /// <summary>A user of a later day, which is stored with the facts of today.</summary>
    private static ProvisionedUser AsToday(ProvisionedUser user, JsonObject sent, Person? person)
    {
        var kept =
            person is null ? sent
            : person.User?.Resource.Text is { } resource ? UserResource.Parse(resource)
            : [];
        var today = sent.WithFactsOf(kept, active: person is { Active: true });
        return user with { Resource = UserAttributes.Stored(today) };
    }

    /// <summary>The day, unless it has begun; null for at once.</summary>
    private DateOnly? Later(DateOnly? day, string timeZone) =>
        ScheduledChange.HasBegun(day, timeZone, clock.GetUtcNow()) ? null : day;

    private static DateOnly? DayOf(JsonObject user) =>
        UserValues.ParseEffectiveDay(user.TextAt(UserAttributes.EffectiveOn));

    private static DateOnly? DayOf(PatchRequest patch) =>
        UserValues.ParseEffectiveDay(
            ScimJson.Text(patch.Operations.LastOrDefault(o => IsEffectiveDay(o.Path.Target))?.Value)
        );

    private static bool IsEffectiveDay(AttributePath path) =>
        path is { Schema: ScimUrns.WorkUser } && path.Name == UserAttributes.EffectiveOn[1];

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

    /// <summary>Two people may manage each other in different jobs, so that lines are not followed here.</summary>
    private async Task RequireOtherManagers(Person? person, Guid id, Employment work, CancellationToken ct)
    {
        var known = person?.Employment.OtherJobs.Select(j => j.Manager) ?? [];
        Guid[] added = [.. work.OtherJobs.Select(j => j.Manager).Except(known).OfType<PersonId>().Select(m => m.Value)];
        if (added.Contains(id))
            throw ScimException.InvalidValue($"{UserOtherJobs.Name}.manager", "must not be the user");
        if (!await PeopleProjection.AreKnown(models, added, ct))
            throw ScimException.InvalidValue($"{UserOtherJobs.Name}.manager", "must be the id of a user");
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
