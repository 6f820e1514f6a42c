using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>
/// A person was recorded twice: the people administration merges the duplicate into the survivor. One record of HR
/// speaks for the person from then on; what HR says of the other one is skipped.
/// </summary>
public static class MergeDuplicate
{
    /// <param name="Duplicate">The id of the person who goes on under the id of the survivor.</param>
    /// <param name="Record">Whose employee number, names and employment hold: <c>survivor</c> or
    /// <c>duplicate</c>.</param>
    public sealed record Request(Guid Duplicate, string Reason, SpeakingRecord Record);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Reason).Reason();
            RuleFor(r => r.Record).IsInEnum();
        }
    }

    /// <summary>What a merge is decided for.</summary>
    /// <param name="Issuer">The provider whose accounts HR names.</param>
    public sealed record Order(
        MergeId Id,
        SpeakingRecord Record,
        string Issuer,
        Guid By,
        PersonalText Reason,
        DateTimeOffset At
    );

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        IOptions<TokenSettings> tokens,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var reason = new PersonalText(by, request.Reason);
        var order = new Order(new(Guid.CreateVersion7(now)), request.Record, tokens.Value.Issuer!, by, reason, now);
        await events.Update(
            async writes =>
            {
                var parties = await MergeParties.Fetch(
                    writes,
                    models,
                    new(id),
                    new(request.Duplicate),
                    request.Record,
                    ct
                );
                Decide(parties, order).AppendTo(writes);
            },
            ct
        );
        return TypedResults.Created($"/people/{id}/merges/{order.Id.Value}", new CreatedId(order.Id.Value));
    }

    public static MergeDecision Decide(MergeParties parties, Order order)
    {
        MergeRules.Require(parties, order.Record);
        var (survivor, duplicate, now) = (parties.Survivor.Person, parties.Duplicate.Person, order.At);
        var speaksForSurvivor = order.Record == SpeakingRecord.Survivor;
        var (speaking, silent) = speaksForSurvivor ? (survivor, duplicate) : (duplicate, survivor);
        var accounts = MovedAccounts.ToSurvivor(parties, silent, order.Issuer, order.By, now);
        var reports = (parties.Reports ?? []).Where(r => r.Id != survivor.Id).ToArray();
        var merged = Merged(parties, order, speaking, silent) with
        {
            Accounts = [.. accounts.OfType<AccountLinked>().Select(a => a.Account.Id)],
            Reports = [.. reports.Select(r => r.Id)],
        };
        return new(
            survivor.Id,
            [
                (
                    duplicate.Id,
                    [Away(duplicate, merged), .. MovedChanges.Cancel(duplicate.Id, duplicate.Scheduled, now)]
                ),
                (survivor.Id, [merged, .. speaksForSurvivor ? [] : TakeRecord(survivor, duplicate, now)]),
                .. MergeDecision.Move(reports, duplicate.Id, survivor.Id, now),
            ],
            accounts,
            MovedConsents.ToSurvivor(parties.Survivor, parties.Duplicate)
        );
    }

    private static MergedInto Away(Person duplicate, DuplicateMerged merged) =>
        new(
            duplicate.Id,
            merged.Merge,
            merged.Person,
            merged.Silent,
            PersonFacts.Of(duplicate, duplicate.Id).WithoutRecord(),
            duplicate.Profile?.StoredFor(duplicate.Id),
            merged.At
        );

    /// <summary>What follows for a survivor for whom the record of the duplicate speaks.</summary>
    private static PersonEvent[] TakeRecord(Person survivor, Person duplicate, DateTimeOffset now) =>
        [
            .. MovedChanges.Cancel(survivor.Id, MovedChanges.OfHr(survivor), now),
            .. MovedChanges.Schedule(survivor.Id, MovedChanges.OfHr(duplicate), now),
            .. EndGuestAccess.ForStaff(survivor, duplicate.Employment.Kind, now),
        ];

    /// <summary>What one of the two has and the other has not is kept.</summary>
    private static DuplicateMerged Merged(MergeParties parties, Order order, Person speaking, Person silent)
    {
        var (survivor, duplicate) = (parties.Survivor.Person, parties.Duplicate.Person);
        return new(
            survivor.Id,
            order.Id,
            duplicate.Id,
            order.Record,
            new(silent.Number?.Key, silent.Source?.Key, speaking.User is null ? null : silent.UserNameKey),
            PersonFacts.Of(speaking, survivor.Id) with
            {
                WasHired = survivor.WasHired || duplicate.WasHired,
                User = PersonFacts.Owned(speaking.User ?? silent.User, survivor.Id),
            },
            (survivor.Profile ?? duplicate.Profile)?.StoredFor(survivor.Id),
            duplicate.Completed.NewerThan(survivor.Completed),
            Accounts: [],
            Reports: [],
            order.By,
            order.Reason,
            order.At
        );
    }
}
