namespace PeerNetwork.Engagement.Agreements;

public static class Routes
{
    public static void MapAgreement(this RouteGroupBuilder mentorship)
    {
        var agreement = mentorship.MapGroup("/agreement").WithTags("Agreement");
        agreement.MapPost("", ProposeAgreement.Handle);
        agreement.MapPost("/acceptance", AcceptAgreement.Handle);
    }
}
