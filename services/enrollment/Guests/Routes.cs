using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Guests;

public static class Routes
{
    public static void MapGuests(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("").WithTags("Guests");
        var administration = api.MapGroup("").RequireRoles(Roles.PeopleAdmin);
        administration.MapGet("/guests", ListGuests.Handle).WithName("ListGuests");
        administration.MapPost("/guests", InviteGuest.Handle).WithName("InviteGuest");
        administration.MapPut("/people/{id:guid}/guest/sponsor", NameSponsor.Handle).WithName("NameSponsor");
        administration.MapPut("/guest-agreement", ReviseGuestAgreement.Handle).WithName("ReviseGuestAgreement");
        api.MapGet("/guest-agreement", ShowGuestAgreement.Handle).WithName("ShowGuestAgreement");
        var guest = api.MapGroup("/people/{id:guid}/guest");
        guest.MapGet("/", ShowGuest.Handle).WithName("ShowGuest");
        guest.MapPut("/term", ExtendGuestTerm.Handle).WithName("ExtendGuestTerm");
        guest.MapPost("/end", EndGuestAccess.Handle).WithName("EndGuestAccess");
        guest.MapPost("/agreement/acceptance", AcceptGuestAgreement.Handle).WithName("AcceptGuestAgreement");
    }
}
