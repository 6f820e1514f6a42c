using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Partners;

public static class Routes
{
    public static void MapPartners(this IEndpointRouteBuilder app)
    {
        var partners = app.MapGroup("/partners").RequireRoles(Roles.PeopleAdmin).WithTags("Partners");
        partners.MapGet("/", ListPartners.Handle).WithName("ListPartners");
        partners.MapPost("/", RegisterPartner.Handle).WithName("RegisterPartner");
        partners.MapGet("/{id:guid}", ShowPartner.Handle).WithName("ShowPartner");
        partners.MapPut("/{id:guid}/terms", RevisePartnerTerms.Handle).WithName("RevisePartnerTerms");
        partners.MapPost("/{id:guid}/end", EndPartner.Handle).WithName("EndPartner");
    }
}
