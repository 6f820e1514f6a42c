using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

public static class Routes
{
    public static void MapConsents(this IEndpointRouteBuilder app)
    {
        var mine = app.MapGroup("/me/consents").WithTags("Consents");
        mine.MapGet("/", ListMyConsents.Handle).WithName("ListMyConsents");
        mine.MapPut("/{kind}", GiveConsent.Handle)
            .WithName("GiveConsent")
            .WithDescription("To the version in force alone: another one is answered with 409.");
        mine.MapDelete("/{kind}", WithdrawConsent.Handle).WithName("WithdrawConsent");

        var kinds = app.MapGroup("/consent-kinds").WithTags("Consents").RequireRoles(Roles.PeopleAdmin);
        kinds.MapGet("/", ListConsentKinds.Handle).WithName("ListConsentKinds");
        kinds.MapGet("/{kind}", ShowConsentKind.Handle).WithName("ShowConsentKind");
        kinds
            .MapPut("/{kind}", PublishConsentText.Handle)
            .WithName("PublishConsentText")
            .WithDescription("Each change is a new version, for which people are asked again.");
        kinds.MapDelete("/{kind}", EndConsentKind.Handle).WithName("EndConsentKind");

        app.MapGet("/people/{id:guid}/consents", ListConsentsOfPerson.Handle)
            .WithTags("Consents")
            .RequireRoles(Roles.PeopleAdmin)
            .WithName("ListConsentsOfPerson")
            .AuditRead<PageResponse<ConsentView>>("consents", page => [.. page.Items.Select(c => c.Person).Distinct()]);
    }
}
