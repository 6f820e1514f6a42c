using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>
/// A merge was a mistake: both people are as they were before. What HR has said since stays with the person whose
/// record spoke.
/// </summary>
public static class UndoMerge
{
    public sealed record Request(string Reason);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Reason).Reason();
    }

    public static async Task<NoContent> Handle(
        Guid id,
        Guid merge,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var reason = new PersonalText(by, request.Reason);
        await events.Update(
            async writes =>
            {
                var survivor = await MergeParty.Fetch(writes, new(id));
                var made = RequireUndoable(survivor?.Person, new(merge)).Made;
                var duplicate = await MergeParty.Fetch(writes, made.Duplicate);
                var reports = await MergeParties.FetchPeople(writes, made.Reports.Select(r => r.Value));
                Decide(survivor!, duplicate!, reports, by, reason, now).AppendTo(writes);
            },
            ct
        );
        return TypedResults.NoContent();
    }

    /// <exception cref="DomainException">There is no such merge, or it cannot be undone.</exception>
    public static Merge RequireUndoable(Person? survivor, MergeId id)
    {
        if (survivor is null)
            throw new DomainException(DomainError.NotFound, "No such person.");
        if (survivor.Erased)
            throw new DomainException(
                DomainError.Conflict,
                "The personal data of this person was erased, with that of all duplicates."
            );
        MergedAway.RequireNone(survivor);
        var merge =
            survivor.Merges.FirstOrDefault(m => m.Id == id)
            ?? throw new DomainException(DomainError.NotFound, "This person has no such merge, or it was undone.");
        return merge.Id == survivor.Merges[^1].Id
            ? merge
            : throw new DomainException(
                DomainError.Conflict,
                $"Undo the later merge first: {survivor.Merges[^1].Id.Value}."
            );
    }

    /// <param name="survivor">The last merge of this person is undone.</param>
    /// <param name="reports">The people who had the duplicate as their manager.</param>
    public static MergeDecision Decide(
        MergeParty survivor,
        MergeParty duplicate,
        IReadOnlyList<Person> reports,
        Guid by,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        var (merge, present) = (survivor.Person.Merges[^1], survivor.Person);
        var after = SeparatedPeople.Of(merge, present, duplicate.Person.MergedInto!.Before, now);
        var profile = after.Profile?.StoredFor(present.Id);
        var undone = new MergeUndone(present.Id, merge.Id, duplicate.Id, after.Survivor, profile, by, reason, now);
        var restored = new DuplicateRestored(
            duplicate.Id,
            merge.Id,
            present.Id,
            after.Duplicate,
            duplicate.Person.Profile?.StoredFor(duplicate.Id),
            now
        );
        var moved = reports.Where(r => r.Active && r.Employment.HasManager(present.Id));
        return new(
            present.Id,
            [
                (present.Id, [undone, .. after.ChangesOfSurvivor, .. Invitation(merge.Before, after, by, now)]),
                (duplicate.Id, [restored, .. after.ChangesOfDuplicate]),
                .. after.Duplicate.Active ? MergeDecision.Move(moved, present.Id, duplicate.Id, now) : [],
            ],
            MovedAccounts.Back(merge.Made, survivor, duplicate, by, now),
            MovedConsents.Back(survivor, duplicate, now)
        );
    }

    /// <summary>A guest whose access a merge has ended is a guest again up to the last day.</summary>
    private static PersonEvent[] Invitation(Person before, SeparatedPeople after, Guid by, DateTimeOffset now) =>
        before.Guest is { } term && after.RestoresGuest
            ?
            [
                new GuestInvited(
                    before.Id,
                    before.Employment.Kind,
                    term.Sponsor,
                    term.Partner,
                    term.LastDay,
                    term.Ends,
                    by,
                    now
                ),
            ]
            : [];
}
