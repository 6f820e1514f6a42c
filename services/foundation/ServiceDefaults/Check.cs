using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Collects what is wrong with a request, so that the client reads all of it at once.</summary>
/// <example><c>new Check().That(r.Name.Length &gt; 0, "name", "must not be empty").Throw();</c></example>
public sealed class Check
{
    private readonly List<(string Field, string Demand)> _unmet = [];

    /// <param name="holds">Whether the field is as it should be.</param>
    /// <param name="field">The field as the client wrote it, such as <c>goals[2].title</c>.</param>
    /// <param name="demand">What the field must be, following its name: "must have 1 to 200 characters".</param>
    public Check That(bool holds, string field, string demand)
    {
        if (!holds)
            _unmet.Add((field, demand));
        return this;
    }

    /// <exception cref="InvalidFieldsException">Something did not hold.</exception>
    public void Throw()
    {
        if (_unmet.Count > 0)
            throw new InvalidFieldsException(
                _unmet.GroupBy(u => u.Field, u => u.Demand).ToDictionary(g => g.Key, g => g.ToArray())
            );
    }
}

/// <summary>A request whose fields have to change; the problem lists them under <c>errors</c>.</summary>
public sealed class InvalidFieldsException(IReadOnlyDictionary<string, string[]> errors)
    : DomainException(
        DomainError.Invalid,
        string.Join(" ", errors.SelectMany(e => e.Value.Select(demand => $"{e.Key} {demand.TrimEnd('.')}.")))
    )
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
