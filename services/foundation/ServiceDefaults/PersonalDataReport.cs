using System.Text.Json.Nodes;
using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>What an event or a document says about one person.</summary>
/// <param name="Kind">The title under which an export shows it.</param>
/// <param name="Data">An object with what is about the person, and nothing about others but their ids.</param>
/// <param name="Withheld">Why a part of it is not shown; null where nothing is left out.</param>
public sealed record PersonalFact(string Kind, object Data, string? Withheld = null);

/// <summary>All that a service holds on a person, in plain text.</summary>
/// <param name="Service">The service that holds it.</param>
/// <param name="At">The moment at which it was read.</param>
public sealed record PersonalDataReport(
    Guid Person,
    string Service,
    DateTimeOffset At,
    IReadOnlyList<PersonalDataReport.Kind> Kinds
)
{
    /// <param name="Title">What the records are about, in plain English.</param>
    public sealed record Kind(string Title, IReadOnlyList<Record> Records);

    /// <param name="What">What happened, such as <c>person hired</c>, or <c>present state</c>.</param>
    /// <param name="At">When it was stored; null for a present state.</param>
    /// <param name="Data">What is stored.</param>
    /// <param name="Withheld">Why a part of it is not shown; null where nothing is left out.</param>
    public sealed record Record(string What, DateTimeOffset? At, JsonNode Data, string? Withheld);

    /// <param name="state">What is kept as a present state; what is null is left out.</param>
    /// <param name="history">The events about the person.</param>
    /// <param name="describe">What an event says about the person; null for nothing.</param>
    public static PersonalDataReport Of(
        Guid person,
        string service,
        DateTimeOffset at,
        IEnumerable<(string Kind, object? Data)> state,
        IEnumerable<IEvent> history,
        Func<object, PersonalFact?> describe
    ) =>
        new(
            person,
            service,
            at,
            [
                .. state
                    .Where(s => s.Data is not null)
                    .Select(s =>
                        (fact: new PersonalFact(s.Kind, s.Data!), What: "present state", At: (DateTimeOffset?)null)
                    )
                    .Concat(
                        from e in history
                        let fact = describe(e.Data)
                        where fact is not null
                        select (fact, What: e.EventTypeName.Replace('_', ' '), At: (DateTimeOffset?)e.Timestamp)
                    )
                    .GroupBy(
                        record => record.fact.Kind,
                        record => new Record(
                            record.What,
                            record.At,
                            PlainPersonalData.ToJson(record.fact.Data),
                            record.fact.Withheld
                        )
                    )
                    .Select(kind => new Kind(kind.Key, [.. kind])),
            ]
        );
}
