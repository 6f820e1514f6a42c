using System.Diagnostics;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

public abstract record PersonConsentEvent;

/// <param name="Language">The language in which the person read the text.</param>
public sealed record ConsentGiven(PersonId Person, string Kind, int Version, PersonalText Language, DateTimeOffset At)
    : PersonConsentEvent;

/// <summary>The person does not consent any more, to this version and to those before.</summary>
/// <param name="Version">The last version to which the person had consented.</param>
public sealed record ConsentWithdrawn(PersonId Person, string Kind, int Version, DateTimeOffset At)
    : PersonConsentEvent;

/// <summary>The last consent of a person to a kind.</summary>
public sealed record Consent(
    string Kind,
    int Version,
    PersonalText Language,
    DateTimeOffset GivenAt,
    bool Withdrawn = false
)
{
    public static Consent Of(ConsentGiven g) => new(g.Kind, g.Version, g.Language, g.At);
}

/// <summary>The consents of a person, one for each kind.</summary>
public sealed record PersonConsents(IReadOnlyList<Consent> Last)
{
    public static Guid IdOf(PersonId person) => DerivedId.From("consents", person.Value);

    public Consent? Find(string kind) => Last.SingleOrDefault(c => c.Kind == kind);

    public static PersonConsents Evolve(PersonConsents? consents, PersonConsentEvent e) =>
        (consents, e) switch
        {
            (null, ConsentGiven g) => new([Consent.Of(g)]),
            ({ } c, ConsentGiven g) => c.With(Consent.Of(g)),
            ({ } c, ConsentWithdrawn w) => c.With(c.Find(w.Kind)! with { Withdrawn = true }),
            _ => throw new UnreachableException($"{e} cannot follow {consents}"),
        };

    private PersonConsents With(Consent consent) => new([.. Last.Where(c => c.Kind != consent.Kind), consent]);
}
