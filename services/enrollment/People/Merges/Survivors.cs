using System.Collections.Immutable;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>Under which ids people go on who were merged into others.</summary>
public sealed class Survivors(IReadOnlyDictionary<PersonId, PersonId> survivors)
{
    private sealed record Row(Guid Id, Guid MergedInto);

    public static async Task<Survivors> Load(ReadModels models, CancellationToken ct) =>
        new(
            (
                await models.Query<Row>($"select id, merged_into from people where merged_into is not null", ct)
            ).ToDictionary(r => new PersonId(r.Id), r => new PersonId(r.MergedInto))
        );

    /// <summary>The person's own id where the person was not merged.</summary>
    public PersonId Of(PersonId person) => survivors.GetValueOrDefault(person, person);

    public ImmutableHashSet<PersonId> Of(IEnumerable<PersonId> people) => [.. people.Select(Of)];
}
