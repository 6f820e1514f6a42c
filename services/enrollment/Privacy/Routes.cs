using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Privacy;

public static class Routes
{
    public static void MapPrivacy(this IEndpointRouteBuilder app)
    {
        var privacy = app.MapGroup("/").WithTags("Privacy").RequireRoles(Roles.PeopleAdmin);
        privacy
            .MapPost("/people/{id:guid}/erasure", ErasePerson.Handle)
            .WithName("ErasePerson")
            .WithDescription(
                "The person must have left, and must not be about to start. Applications and mentorships end with the "
                    + "departure. The answer comes before the data is destroyed: the receipt says when it is."
            );
        privacy.MapGet("/people/{id:guid}/erasure", ShowErasure.Handle).WithName("ShowErasure");
        privacy.MapGet("/erasure-receipt-keys", ShowReceiptKeys.Handle).WithName("ShowReceiptKeys");
        privacy.MapGet("/people/{id:guid}/legal-hold", ShowLegalHold.Handle).WithName("ShowLegalHold");
        privacy
            .MapPut("/people/{id:guid}/legal-hold", PlaceLegalHold.Handle)
            .WithName("PlaceLegalHold")
            .WithDescription(
                "Nothing erases the person until the hold ends. A hold that is there gets the new reason."
            );
        privacy.MapDelete("/people/{id:guid}/legal-hold", EndLegalHold.Handle).WithName("EndLegalHold");
        app.MapGet(PersonalDataRoute.Pattern, ShowPersonalData.Handle).ShowsPersonalData();
    }
}
