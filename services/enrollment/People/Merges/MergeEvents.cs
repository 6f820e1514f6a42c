using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

public readonly record struct MergeId(Guid Value);

/// <summary>Whose record of HR speaks for the person after a merge.</summary>
public enum SpeakingRecord
{
    Survivor,
    Duplicate,
}

// Each event tells all that others may know of the person afterwards, so that what is published needs no second look.
/// <param name="Facts">What holds of the person afterwards.</param>
public abstract record MergeEvent(
    PersonId Person,
    MergeId Merge,
    PersonFacts Facts,
    PersonalValue<Profile>? Profile,
    DateTimeOffset At
) : PersonEvent;

/// <summary>Another record of the same person was found. What it had is the survivor's now.</summary>
/// <param name="Silent">The record of HR that does not speak any more.</param>
/// <param name="Training">What the duplicate had completed, and the survivor had not.</param>
/// <param name="Accounts">The accounts that sign the survivor in since then.</param>
/// <param name="Reports">The people whose manager was the duplicate, and is the survivor.</param>
public sealed record DuplicateMerged(
    PersonId Person,
    MergeId Merge,
    PersonId Duplicate,
    SpeakingRecord Record,
    SilentRecord Silent,
    PersonFacts Facts,
    PersonalValue<Profile>? Profile,
    IReadOnlyList<CompletedModule> Training,
    IReadOnlyList<Guid> Accounts,
    IReadOnlyList<PersonId> Reports,
    Guid By,
    PersonalText Reason,
    DateTimeOffset At
) : MergeEvent(Person, Merge, Facts, Profile, At);

/// <summary>The person was recorded twice: all that is theirs is the survivor's now.</summary>
/// <param name="Silent">The record of HR that is skipped since then.</param>
public sealed record MergedInto(
    PersonId Person,
    MergeId Merge,
    PersonId Survivor,
    SilentRecord Silent,
    PersonFacts Facts,
    PersonalValue<Profile>? Profile,
    DateTimeOffset At
) : MergeEvent(Person, Merge, Facts, Profile, At);

/// <summary>The merge was a mistake: the survivor is one person of two again.</summary>
public sealed record MergeUndone(
    PersonId Person,
    MergeId Merge,
    PersonId Duplicate,
    PersonFacts Facts,
    PersonalValue<Profile>? Profile,
    Guid By,
    PersonalText Reason,
    DateTimeOffset At
) : MergeEvent(Person, Merge, Facts, Profile, At);

/// <summary>The merge was a mistake: the duplicate is a person again.</summary>
public sealed record DuplicateRestored(
    PersonId Person,
    MergeId Merge,
    PersonId Survivor,
    PersonFacts Facts,
    PersonalValue<Profile>? Profile,
    DateTimeOffset At
) : MergeEvent(Person, Merge, Facts, Profile, At);
