using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>What has to be done before two people can be merged.</summary>
internal static class MergeRules
{
    public const int MaxReports = 500;

    /// <exception cref="DomainException">Something stands against the merge.</exception>
    public static void Require(MergeParties parties, SpeakingRecord record)
    {
        var (survivor, duplicate) = (parties.Survivor.Person, parties.Duplicate.Person);
        MergedAway.RequireNone(survivor);
        MergedAway.RequireNone(duplicate);
        RequireKept(survivor, "survivor");
        RequireKept(duplicate, "duplicate");
        var speaksForSurvivor = record == SpeakingRecord.Survivor;
        var (speaking, silent) = speaksForSurvivor ? (survivor, duplicate) : (duplicate, survivor);
        RequireSpeaking(speaking, silent);
        if (duplicate.Merges.Count > 0)
            throw Refusal("Others were merged into the duplicate: let it be the survivor, or undo those merges.");
        if (duplicate.Guest is not null)
            throw Refusal("The duplicate has access as a guest: let it be the survivor, or end the access first.");
        // The role of a group goes with the membership.
        if (parties.Roles?.Roles.Any(r => r.Rule is null) is true)
            throw Refusal("The duplicate has roles: let it be the survivor, or end the roles first.");
        if (parties.HasApplication)
            throw Refusal(
                "The duplicate has an open application or a place in a program: let it be the survivor, or withdraw "
                    + "the application first."
            );
        if (parties.IsSponsor)
            throw Refusal("The duplicate is the sponsor of guests: name another sponsor for them first.");
        var isInLine =
            parties.Line is { } line && (line.Contains(survivor.Id.Value) || line.Contains(duplicate.Id.Value));
        if (isInLine || speaking.Employment.HasManager(silent.Id))
            throw Refusal("One of the two reports to the other: correct the manager in the HR system first.");
    }

    public static DomainException TooManyReports() =>
        Refusal($"More than {MaxReports} people report to the duplicate: let it be the survivor.");

    private static void RequireKept(Person person, string which)
    {
        if (person.Erased)
            throw Refusal($"The personal data of the {which} was erased.");
        if (person.LegalHold is not null)
            throw Refusal($"There is a legal hold on the {which}. End it first.");
    }

    /// <summary>A merge makes no person leave, and no employee a guest.</summary>
    private static void RequireSpeaking(Person speaking, Person other)
    {
        if (other.Active && !speaking.Active)
            throw Refusal("The record that is to speak is of a person who does not work here. Choose the other one.");
        if (
            other is { Active: true, Employment.Kind: var kind }
            && !kind.IsExternal()
            && speaking.Employment.Kind.IsExternal()
        )
            throw Refusal("The record that is to speak is of a guest. Choose the one of the employee.");
    }

    private static DomainException Refusal(string message) => new(DomainError.Conflict, message);
}
