using System.Diagnostics;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>The record of HR that does not speak any more: what HR says of it is skipped.</summary>
/// <param name="NumberKey">The keyed hash of its employee number.</param>
/// <param name="SourceKey">The keyed hash of its id in the HR system.</param>
/// <param name="UserNameKey">The keyed hash of the name of its SCIM user; null where the survivor has that user
/// now.</param>
public sealed record SilentRecord(Guid? NumberKey, Guid? SourceKey, Guid? UserNameKey)
{
    /// <summary>Whether HR says it of this record. The one that speaks may have got its number.</summary>
    public bool IsOf(HrRecord entry, Person person) =>
        (entry.Source is not null && entry.Source.Key == SourceKey)
        || (
            entry.EmployeeNumber is not null
            && entry.NumberKey == NumberKey
            && entry.EmployeeNumber != person.EmployeeNumber
            && (entry.Source is null || entry.Source != person.Source)
        );
}

/// <summary>A merge into a person, with all that its undoing needs.</summary>
/// <param name="Before">The survivor as it was.</param>
public sealed record Merge(DuplicateMerged Made, Person Before)
{
    public MergeId Id => Made.Merge;

    public PersonId Duplicate => Made.Duplicate;
}

/// <summary>Where a person went who was recorded twice.</summary>
/// <param name="Before">The person as it was.</param>
public sealed record MergedAway(PersonId Survivor, SilentRecord Silent, Person Before)
{
    /// <summary>The problem for a request that names a person who goes on under another id.</summary>
    public DomainException ToException(DomainError error) =>
        new(error, $"This person was recorded twice and was merged into {Survivor.Value}. Use that id.")
        {
            Code = "person-merged",
        };

    /// <exception cref="DomainException">The person was merged into another.</exception>
    public static void RequireNone(Person? person)
    {
        if (person?.MergedInto is { } merged)
            throw merged.ToException(DomainError.Conflict);
    }
}

/// <summary>What merges do to the state of a person.</summary>
internal static class PersonMerges
{
    public static Person Evolve(Person person, MergeEvent e) =>
        e switch
        {
            DuplicateMerged m => m.Facts.ApplyTo(person) with
            {
                Profile = m.Profile?.Value,
                Emails = person.Emails.Then(m.Facts.Email, m.At),
                Completed = [.. person.Completed, .. m.Training],
                Merges = [.. person.Merges, new Merge(m, person)],
            },
            MergedInto m => m.Facts.ApplyTo(person) with
            {
                Emails = person.Emails.EndedAt(m.At),
                MergedInto = new(m.Survivor, m.Silent, person),
            },
            MergeUndone u => u.Facts.ApplyTo(person) with
            {
                Profile = u.Profile?.Value,
                Emails = OwnEmails(person, MadeBy(person, u.Merge)).Then(u.Facts.Email, u.At),
                Completed = [.. person.Completed.Except(MadeBy(person, u.Merge).Made.Training)],
                Merges = [.. person.Merges.Where(m => m.Id != u.Merge)],
                UserNameKey = u.Facts.User?.Keys.UserName ?? MadeBy(person, u.Merge).Before.UserNameKey,
            },
            DuplicateRestored r => r.Facts.ApplyTo(person) with
            {
                Emails = person.MergedInto!.Before.Emails.Then(r.Facts.Email, r.At),
                MergedInto = null,
            },
            _ => throw new UnreachableException($"{e} cannot follow {person}"),
        };

    /// <summary>Whether HR says it of a record of the person that does not speak any more.</summary>
    public static bool IsSilent(this Person person, HrRecord entry) =>
        person.Merges.Any(m => m.Made.Silent.IsOf(entry, person));

    private static Merge MadeBy(Person person, MergeId id) => person.Merges.Single(m => m.Id == id);

    /// <summary>What HR has named since the merge belongs to the person whose record spoke.</summary>
    private static IReadOnlyList<HeldEmail> OwnEmails(Person survivor, Merge merge) =>
        (merge.Made.Record == SpeakingRecord.Survivor ? survivor : merge.Before).Emails;
}
