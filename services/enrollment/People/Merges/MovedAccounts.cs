using PeerNetwork.Enrollment.AccountLinks;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>Both accounts sign the survivor in after a merge, and each its own person after the undoing.</summary>
internal static class MovedAccounts
{
    /// <param name="silent">The one of the two whose record does not speak any more.</param>
    /// <param name="issuer">The provider whose accounts HR names.</param>
    public static AccountLinkEvent[] ToSurvivor(
        MergeParties parties,
        Person silent,
        string issuer,
        Guid by,
        DateTimeOffset now
    )
    {
        var (survivor, duplicate) = (parties.Survivor, parties.Duplicate);
        LinkedAccount[] named = silent.Account is { } id ? [new(id, issuer, LinkRule.Merge, now)] : [];
        var moved = named
            .Concat(duplicate.LinkedAccounts?.Accounts ?? [])
            .DistinctBy(a => a.Id)
            .ExceptBy((survivor.LinkedAccounts?.Accounts ?? []).Select(a => a.Id), a => a.Id);
        return
        [
            .. Unlink(duplicate.LinkedAccounts, _ => true, by, now),
            .. Link(survivor.Id, survivor.LinkedAccounts, moved, now),
        ];
    }

    /// <summary>The account that HR names comes back with the record; the linked ones of the duplicate here.</summary>
    public static AccountLinkEvent[] Back(
        DuplicateMerged merge,
        MergeParty survivor,
        MergeParty duplicate,
        Guid by,
        DateTimeOffset now
    )
    {
        var moved = (survivor.LinkedAccounts?.Accounts ?? []).Where(a => merge.Accounts.Contains(a.Id)).ToArray();
        return
        [
            .. Unlink(survivor.LinkedAccounts, moved.Contains, by, now),
            .. Link(duplicate.Id, duplicate.LinkedAccounts, moved.Where(a => a.Rule != LinkRule.Merge), now),
        ];
    }

    private static IEnumerable<AccountUnlinked> Unlink(
        LinkedAccounts? known,
        Func<LinkedAccount, bool> isMoved,
        Guid by,
        DateTimeOffset now
    )
    {
        var left = known;
        foreach (var account in (known?.Accounts ?? []).Where(isMoved))
        {
            var unlinked = left!.Unlink(account.Id, by, now);
            left = LinkedAccounts.Evolve(left, unlinked);
            yield return unlinked;
        }
    }

    private static IEnumerable<AccountLinked> Link(
        PersonId person,
        LinkedAccounts? known,
        IEnumerable<LinkedAccount> added,
        DateTimeOffset now
    )
    {
        var all = (known?.Accounts ?? []).Select(a => a.Id).ToList();
        foreach (var account in added)
        {
            all.Add(account.Id);
            yield return new(person, account, [.. all], now);
        }
    }
}
