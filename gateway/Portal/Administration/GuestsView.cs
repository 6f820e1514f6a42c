using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Administration;

/// <summary>The guests who have access, the organisations that send some, and what they agree to.</summary>
/// <param name="Names">The names of the guests and of their sponsors.</param>
/// <param name="Next">The cursor of the guests that follow; null for none.</param>
/// <param name="Agreement">The company's own text for guests; null before there is one.</param>
public sealed record GuestsView(
    GuestsQuery Query,
    IReadOnlyList<ListGuestsRow> Guests,
    IReadOnlyDictionary<Guid, string?> Names,
    string? Next,
    IReadOnlyList<ListPartnersRow> Partners,
    ShowGuestAgreementResponse? Agreement
)
{
    // Each guest has a sponsor, and names are asked for by the hundred.
    private const int PageSize = 50,
        MostPartners = 200;

    public static async Task<GuestsView> Load(GuestsQuery query, EnrollmentClient enrollment)
    {
        var (guests, partners, agreement) = (
            enrollment.ListGuestsAsync(
                query.Partner,
                endsBefore: query.EndsBefore,
                cursor: query.Cursor,
                limit: PageSize
            ),
            enrollment.ListPartnersAsync(limit: MostPartners),
            FindAgreement(enrollment)
        );
        await Task.WhenAll(guests, partners, agreement);
        var page = await guests;
        return new(
            query,
            page.Items,
            await enrollment.NamesOf(page.Items.SelectMany(guest => (Guid[])[guest.Id, guest.Sponsor])),
            page.Next,
            [.. (await partners).Items.OrderBy(partner => partner.Name)],
            await agreement
        );
    }

    public string? PartnerName(Guid? id) => Partners.FirstOrDefault(partner => partner.Id == id)?.Name;

    private static async Task<ShowGuestAgreementResponse?> FindAgreement(EnrollmentClient enrollment)
    {
        try
        {
            return await enrollment.ShowGuestAgreementAsync();
        }
        catch (ApiException e) when (ApiFailures.Of(e) is ApiFailure.NotFound)
        {
            return null;
        }
    }
}
