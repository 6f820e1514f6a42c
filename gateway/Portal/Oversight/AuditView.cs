using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Oversight;

/// <summary>Entries of the audit trail, the newest first.</summary>
/// <param name="Next">The cursor of older entries; null for none.</param>
/// <param name="Names">Of the people who are shown, as far as the user may know them.</param>
public sealed record AuditView(
    AuditQuery Query,
    IReadOnlyList<Api.Analytics.AuditEntry> Entries,
    string? Next,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    /// <summary>Of the people of an entry; its details name the others.</summary>
    public const int PeopleShown = 3;

    private const int PageSize = 20;

    public static async Task<AuditView> Load(
        AuditQuery query,
        string zone,
        OverseerClients overseer,
        EnrollmentClient enrollment
    )
    {
        var page = await overseer
            .Of(query.Service)
            .SearchAuditAsync(
                query.Actor,
                query.Person,
                query.Record,
                query.Action,
                query.Start(zone),
                query.End(zone),
                query.Cursor,
                PageSize
            );
        var people = page
            .Items.SelectMany(entry => entry.People.Take(PeopleShown).Cast<Guid?>().Append(ActorOf(entry)))
            .Append(query.Person)
            .Append(query.Actor)
            .OfType<Guid>();
        return new(query, page.Items, page.Next, await enrollment.NamesOf(people));
    }

    /// <summary>Null where the system acted by itself.</summary>
    public static Guid? ActorOf(Api.Analytics.AuditEntry entry) => AuditQuery.IdIn(entry.Actor);
}
