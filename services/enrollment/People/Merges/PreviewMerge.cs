using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>Shows what a merge would do, without doing it. It is refused where the merge would be.</summary>
public static class PreviewMerge
{
    /// <param name="Person">The survivor as it would be.</param>
    /// <param name="Duplicate">The duplicate as it is.</param>
    /// <param name="Accounts">How many accounts would sign the survivor in beside those that do.</param>
    /// <param name="Training">How many completed modules the survivor would get.</param>
    /// <param name="Consents">How many consents the survivor would get.</param>
    /// <param name="TakesProfile">Whether the survivor would get the profile of the duplicate.</param>
    /// <param name="Reports">How many people would report to the survivor in place of the duplicate.</param>
    /// <param name="CancelledChanges">How many scheduled changes would be cancelled.</param>
    /// <param name="EndsScimUser">Whether one of two SCIM users would be gone for its client.</param>
    public sealed record Response(
        PersonView Person,
        PersonView Duplicate,
        int Accounts,
        int Training,
        int Consents,
        bool TakesProfile,
        int Reports,
        int CancelledChanges,
        bool EndsScimUser
    );

    public static async Task<Ok<Response>> Handle(
        Guid id,
        Guid duplicate,
        EnumParameter<SpeakingRecord> record,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        IOptions<TokenSettings> tokens,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        var order = new MergeDuplicate.Order(new(Guid.Empty), record.Value, tokens.Value.Issuer!, by, new(by, ""), now);
        Response? response = null;
        await events.Update(
            async writes =>
            {
                var parties = await MergeParties.Fetch(writes, models, new(id), new(duplicate), record.Value, ct);
                response = ResponseOf(parties, MergeDuplicate.Decide(parties, order));
            },
            ct
        );
        return TypedResults.Ok(response!);
    }

    private static Response ResponseOf(MergeParties parties, MergeDecision decision)
    {
        var (survivor, duplicate) = (parties.Survivor.Person, parties.Duplicate.Person);
        var events = decision.People.Where(p => p.Person == survivor.Id).SelectMany(p => p.Events).ToArray();
        var merged = events.OfType<DuplicateMerged>().Single();
        var all = decision.People.SelectMany(p => p.Events);
        return new(
            PersonView.ForAdministration(events.Aggregate(survivor, Person.Evolve)),
            PersonView.ForAdministration(duplicate),
            merged.Accounts.Count,
            merged.Training.Count,
            decision.Consents.Count,
            survivor.Profile is null && duplicate.Profile is not null,
            merged.Reports.Count,
            all.OfType<PersonChangeCancelled>().Count() - all.OfType<PersonChangeScheduled>().Count(),
            survivor.User is not null && duplicate.User is not null
        );
    }
}
