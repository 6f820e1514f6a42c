using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Consents;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>One of the two people of a merge, with what is stored beside the person.</summary>
public sealed record MergeParty(Person Person, LinkedAccounts? LinkedAccounts = null, PersonConsents? Consents = null)
{
    public PersonId Id => Person.Id;

    /// <summary>Null where there is no such person.</summary>
    public static async Task<MergeParty?> Fetch(StreamWrites writes, PersonId id)
    {
        if (await writes.Fetch<Person, PersonEvent>(id.Value, Person.Evolve) is not { } person)
            return null;
        return new(
            person,
            await writes.Fetch<LinkedAccounts, AccountLinkEvent>(LinkedAccounts.IdOf(id), LinkedAccounts.Evolve),
            await writes.Fetch<PersonConsents, PersonConsentEvent>(PersonConsents.IdOf(id), PersonConsents.Evolve)
        );
    }
}

/// <summary>All that decides on a merge.</summary>
/// <param name="Roles">Of the duplicate.</param>
/// <param name="HasApplication">Whether the duplicate has an open application.</param>
/// <param name="IsSponsor">Whether the duplicate answers for guests.</param>
/// <param name="Line">The managers above the record that is to speak, the first one first.</param>
/// <param name="Reports">The active people whose manager is the duplicate, in any job.</param>
public sealed record MergeParties(
    MergeParty Survivor,
    MergeParty Duplicate,
    RoleHolder? Roles = null,
    bool HasApplication = false,
    bool IsSponsor = false,
    IReadOnlyList<Guid>? Line = null,
    IReadOnlyList<Person>? Reports = null
)
{
    private sealed record Ties(bool HasApplication, bool IsSponsor);

    /// <exception cref="DomainException">One of the two does not exist, or both are one.</exception>
    public static async Task<MergeParties> Fetch(
        StreamWrites writes,
        ReadModels models,
        PersonId survivor,
        PersonId duplicate,
        SpeakingRecord record,
        CancellationToken ct
    )
    {
        var kept =
            await MergeParty.Fetch(writes, survivor)
            ?? throw new DomainException(DomainError.NotFound, "No such person.");
        if (survivor == duplicate)
            throw new DomainException(DomainError.Conflict, "The duplicate must be another person than the survivor.");
        var merged =
            await MergeParty.Fetch(writes, duplicate)
            ?? throw new InvalidFieldException("duplicate", "must be the id of a person");
        var manager = (record == SpeakingRecord.Survivor ? kept : merged).Person.Employment.Manager;
        var ties = await FindTies(models, duplicate, ct);
        return new(
            kept,
            merged,
            await writes.Fetch<RoleHolder, RoleEvent>(RoleHolder.StreamOf(duplicate), RoleHolder.Evolve),
            ties.HasApplication,
            ties.IsSponsor,
            manager is { } first ? await PeopleProjection.LineFrom(models, first, ct) : [],
            await FetchReports(writes, models, duplicate, ct)
        );
    }

    private static async Task<Ties> FindTies(ReadModels models, PersonId duplicate, CancellationToken ct) =>
        (
            await models.QueryFirstOrDefault<Ties>(
                $"""
                select exists (select from applications where person = {duplicate.Value}
                        and status <> all (array['rejected', 'withdrawn'])) as has_application,
                    exists (select from guests where sponsor = {duplicate.Value}) as is_sponsor
                """,
                ct
            )
        )!;

    private static async Task<IReadOnlyList<Person>> FetchReports(
        StreamWrites writes,
        ReadModels models,
        PersonId manager,
        CancellationToken ct
    )
    {
        var ids = await models.Query<Guid>(
            $"""
            select id from people where manager = {manager.Value} and active
            union select id from people where other_managers @> array[{manager.Value}] and active
            order by id limit {MergeRules.MaxReports + 1}
            """,
            ct
        );
        return ids.Count > MergeRules.MaxReports ? throw MergeRules.TooManyReports() : await FetchPeople(writes, ids);
    }

    /// <summary>These people as they are now.</summary>
    public static async Task<IReadOnlyList<Person>> FetchPeople(StreamWrites writes, IEnumerable<Guid> ids)
    {
        var people = new List<Person>();
        foreach (var id in ids)
            if (await writes.Fetch<Person, PersonEvent>(id, Person.Evolve) is { } person)
                people.Add(person);
        return people;
    }
}
