using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>
/// A field has to change for a reason that a validator of the request does not see: it depends on the stored state, or
/// the field is a parameter of the query.
/// </summary>
/// <param name="field">The field as the client wrote it, such as <c>milestones[2].due</c>.</param>
/// <param name="message">The end of the sentence that begins with the field: "must be today or later".</param>
public sealed class InvalidFieldException(string field, string message)
    : DomainException(DomainError.Invalid, Problems.Sentence(field, message))
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } =
        new Dictionary<string, string[]> { [field] = [message] };
}
