namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>What holds of both people after a merge was undone.</summary>
/// <param name="Profile">Of the survivor.</param>
/// <param name="RestoresGuest">Whether the survivor becomes a guest again.</param>
internal sealed record SeparatedPeople(
    PersonFacts Survivor,
    PersonFacts Duplicate,
    Profile? Profile,
    IReadOnlyList<PersonEvent> ChangesOfSurvivor,
    IReadOnlyList<PersonEvent> ChangesOfDuplicate,
    bool RestoresGuest
)
{
    /// <param name="merge">The merge that is undone.</param>
    /// <param name="present">The survivor as it is now.</param>
    /// <param name="duplicate">The duplicate as it was before the merge.</param>
    /// <param name="now">The moment of the undoing.</param>
    public static SeparatedPeople Of(Merge merge, Person present, Person duplicate, DateTimeOffset now) =>
        merge.Made.Record == SpeakingRecord.Survivor
            ? KeepRecord(merge, present, duplicate, now)
            : GiveRecordBack(merge, present, duplicate, now);

    private static SeparatedPeople KeepRecord(Merge merge, Person present, Person duplicate, DateTimeOffset now)
    {
        var survivor = present with { WasHired = merge.Before.WasHired || present.Active };
        var (kept, back) = WithUsers(survivor, merge.Before, duplicate, present);
        return new(
            PersonFacts.Of(kept, present.Id),
            PersonFacts.Of(back, duplicate.Id),
            ProfileOf(merge, present, duplicate),
            ChangesOfSurvivor: [],
            [.. MovedChanges.Schedule(duplicate.Id, duplicate.Scheduled, now)],
            RestoresGuest: false
        );
    }

    private static SeparatedPeople GiveRecordBack(Merge merge, Person present, Person duplicate, DateTimeOffset now)
    {
        var (before, said) = (merge.Before, MovedChanges.OfHr(present).ToArray());
        var speaking = present with { WasHired = duplicate.WasHired || present.Active };
        var (back, kept) = WithUsers(speaking, duplicate, before, present);
        var isGuest = before.Guest is { } term && present.Guest is null && term.Ends > now;
        return new(
            PersonFacts.Of(kept, present.Id) with
            {
                Active = before.Active && (before.Guest is null || isGuest),
            },
            PersonFacts.Of(back, duplicate.Id),
            ProfileOf(merge, present, duplicate),
            [
                .. MovedChanges.Cancel(present.Id, said, now),
                .. MovedChanges.Schedule(present.Id, MovedChanges.OfHr(before), now),
            ],
            [
                .. MovedChanges.Schedule(duplicate.Id, said, now),
                .. MovedChanges.Schedule(duplicate.Id, duplicate.Scheduled.Except(MovedChanges.OfHr(duplicate)), now),
            ],
            isGuest
        );
    }

    /// <summary>
    /// The SCIM user goes with the person who had it. An account or a number that HR has given to the person whose
    /// record spoke stays there.
    /// </summary>
    private static (Person Speaking, Person Silent) WithUsers(
        Person speaking,
        Person speakingBefore,
        Person silentBefore,
        Person present
    )
    {
        var silent = silentBefore with
        {
            Account = silentBefore.Account == present.Account ? null : silentBefore.Account,
            Number = silentBefore.Number?.Key == present.Number?.Key ? null : silentBefore.Number,
        };
        return speakingBefore.User is null && silentBefore.User is not null
            ? (speaking with { User = null }, silent with { User = present.User })
            : (speaking, silent);
    }

    private static Profile? ProfileOf(Merge merge, Person present, Person duplicate) =>
        merge.Before.Profile is null && duplicate.Profile is { } taken && present.Profile?.ContentEquals(taken) is true
            ? null
            : present.Profile;
}
