using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Tests;

/// <summary>Who may knock at which door; what stands behind it may still say no.</summary>
public partial class AccessTests(EnrollmentHost enrollment) : IClassFixture<EnrollmentHost>
{
    private static readonly string[] AllRoles =
    [
        Roles.Employee,
        Roles.Coordinator,
        Roles.Ambassador,
        Roles.Sponsor,
        Roles.CommitteeMember,
        Roles.PeopleAdmin,
        Roles.Overseer,
        Roles.Integration,
    ];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["UploadRoster"] = [Roles.PeopleAdmin],
        ["ListSyncs"] = [Roles.PeopleAdmin],
        ["RequestSync"] = [Roles.PeopleAdmin],
        ["ShowSync"] = [Roles.PeopleAdmin],
        ["ListSyncChanges"] = [Roles.PeopleAdmin],
        ["ApproveSync"] = [Roles.PeopleAdmin],
        ["RejectSync"] = [Roles.PeopleAdmin],
        ["CancelSync"] = [Roles.PeopleAdmin],
        ["ListClients"] = [Roles.PeopleAdmin],
        ["RegisterClient"] = [Roles.PeopleAdmin],
        ["ShowClient"] = [Roles.PeopleAdmin],
        ["IssueToken"] = [Roles.PeopleAdmin],
        ["RevokeToken"] = [Roles.PeopleAdmin],
        ["ListSites"] = AllRoles,
        ["ListPeople"] = AllRoles,
        ["SearchPeople"] = AllRoles,
        ["ListNames"] = AllRoles,
        ["ShowPerson"] = AllRoles,
        // Of others: the people administration. The id in this test is nobody's own.
        ["DeclareProfile"] = [Roles.PeopleAdmin],
        ["ScheduleChange"] = [Roles.PeopleAdmin],
        ["CancelScheduledChange"] = [Roles.PeopleAdmin],
        ["ListEmails"] = [Roles.PeopleAdmin],
        ["ListDuplicates"] = [Roles.PeopleAdmin],
        ["DismissDuplicate"] = [Roles.PeopleAdmin],
        ["ListMerges"] = [Roles.PeopleAdmin],
        ["PreviewMerge"] = [Roles.PeopleAdmin],
        ["MergeDuplicate"] = [Roles.PeopleAdmin],
        ["UndoMerge"] = [Roles.PeopleAdmin],
        ["ListPartners"] = [Roles.PeopleAdmin],
        ["RegisterPartner"] = [Roles.PeopleAdmin],
        ["ShowPartner"] = [Roles.PeopleAdmin],
        ["RevisePartnerTerms"] = [Roles.PeopleAdmin],
        ["EndPartner"] = [Roles.PeopleAdmin],
        ["ListGuests"] = [Roles.PeopleAdmin],
        ["InviteGuest"] = [Roles.PeopleAdmin],
        ["NameSponsor"] = [Roles.PeopleAdmin],
        ["ReviseGuestAgreement"] = [Roles.PeopleAdmin],
        ["ShowGuestAgreement"] = AllRoles,
        ["ShowGuest"] = AllRoles,
        ["ExtendGuestTerm"] = AllRoles,
        ["EndGuestAccess"] = AllRoles,
        ["AcceptGuestAgreement"] = AllRoles,
        ["ListRoles"] = [Roles.PeopleAdmin, Roles.Overseer],
        // Of others: the id in this test belongs to no user.
        ["ListRolesOfPerson"] = [Roles.PeopleAdmin, Roles.Overseer],
        // The body is invalid, so that only the roles of the route are tested here.
        ["AssignRole"] = [Roles.PeopleAdmin, Roles.Coordinator],
        ["ChangeRoleTerm"] = [Roles.PeopleAdmin, Roles.Coordinator],
        ["RotateRole"] = [Roles.PeopleAdmin, Roles.Coordinator],
        ["RevokeRole"] = AllRoles,
        ["ListDelegations"] = [Roles.PeopleAdmin, Roles.Overseer],
        ["DelegateRole"] = AllRoles,
        ["ListRoleRules"] = [Roles.PeopleAdmin],
        ["AddRoleRule"] = [Roles.PeopleAdmin],
        ["RemoveRoleRule"] = [Roles.PeopleAdmin],
        ["ErasePerson"] = [Roles.PeopleAdmin],
        ["ShowErasure"] = [Roles.PeopleAdmin],
        ["ShowReceiptKeys"] = [Roles.PeopleAdmin],
        ["ShowLegalHold"] = [Roles.PeopleAdmin],
        ["PlaceLegalHold"] = [Roles.PeopleAdmin],
        ["EndLegalHold"] = [Roles.PeopleAdmin],
        // Of others: the id in this test belongs to no user.
        ["ShowPersonalData"] = [Roles.PeopleAdmin],
        ["ShowRetentionRule"] = [Roles.PeopleAdmin],
        ["SetRetentionRule"] = [Roles.PeopleAdmin],
        ["RemoveRetentionRule"] = [Roles.PeopleAdmin],
        ["PreviewRetention"] = [Roles.PeopleAdmin],
        ["ListExpired"] = [Roles.PeopleAdmin],
        ["ShowRetentionRun"] = [Roles.PeopleAdmin],
        ["ListAccounts"] = [Roles.PeopleAdmin],
        ["UnlinkAccount"] = [Roles.PeopleAdmin],
        ["ShowMe"] = AllRoles,
        ["ListMyConsents"] = AllRoles,
        ["GiveConsent"] = AllRoles,
        ["WithdrawConsent"] = AllRoles,
        ["ListConsentKinds"] = [Roles.PeopleAdmin],
        ["ShowConsentKind"] = [Roles.PeopleAdmin],
        ["PublishConsentText"] = [Roles.PeopleAdmin],
        ["EndConsentKind"] = [Roles.PeopleAdmin],
        ["ListConsentsOfPerson"] = [Roles.PeopleAdmin],
        ["ListPrograms"] = AllRoles,
        ["ShowProgram"] = AllRoles,
        ["ReadProgramFile"] = AllRoles,
        ["CheckEligibility"] = AllRoles,
        ["ListCoordinatedPrograms"] = [Roles.Coordinator],
        ["ListProgramTemplates"] = [Roles.Coordinator],
        ["DraftProgram"] = [Roles.Coordinator],
        ["ReviseProgram"] = [Roles.Coordinator],
        ["PreviewPlan"] = [Roles.Coordinator],
        ["ListProgramVersions"] = [Roles.Coordinator],
        ["RestoreProgramVersion"] = [Roles.Coordinator],
        ["ValidateProgram"] = [Roles.Coordinator],
        ["PublishProgram"] = [Roles.Coordinator],
        ["CloseProgram"] = [Roles.Coordinator],
        ["RecordFinding"] = [Roles.Coordinator],
        ["ListFindings"] = [Roles.Coordinator],
        ["ShowFinding"] = [Roles.Coordinator],
        ["PlanFindingAction"] = [Roles.Coordinator],
        ["ResolveFinding"] = [Roles.Coordinator],
        ["DismissFinding"] = [Roles.Coordinator],
        ["ReopenFinding"] = [Roles.Coordinator],
        ["ListMyTraining"] = AllRoles,
        ["CompleteTraining"] = AllRoles,
        ["SubmitApplication"] = AllRoles,
        ["ListMyApplications"] = AllRoles,
        ["ShowApplication"] = AllRoles,
        ["AcceptGuidelines"] = AllRoles,
        ["WithdrawApplication"] = AllRoles,
        ["ListApplications"] = [Roles.Coordinator, Roles.Ambassador],
        ["ListMyMentorInvitations"] = AllRoles,
        ["DeclineMentorInvitation"] = AllRoles,
        ["InviteMentor"] = [Roles.Coordinator],
        ["ListMyNotices"] = AllRoles,
        ["CountUnreadNotices"] = AllRoles,
        ["ReadNotice"] = AllRoles,
        ["ReadAllNotices"] = AllRoles,
        ["ShowNoticePreferences"] = AllRoles,
        ["SetNoticePreferences"] = AllRoles,
        ["ShowSkillMap"] = [Roles.Coordinator],
        ["ListSkilledPeople"] = [Roles.Coordinator],
        ["ApproveApplications"] = [Roles.Coordinator],
        ["RejectApplications"] = [Roles.Coordinator],
        ["ApproveApplication"] = [Roles.Coordinator],
        ["RejectApplication"] = [Roles.Coordinator],
        ["ShowSelection"] = [Roles.Coordinator],
        ["ListInterviewers"] = [Roles.Coordinator],
        ["PlanInterview"] = [Roles.Coordinator],
        ["CancelInterview"] = [Roles.Coordinator],
        ["RecordAssessment"] = [Roles.Coordinator],
    };

    /// <summary>These check a signature in place of a token.</summary>
    private static readonly string[] Anonymous = ["ReceiveBambooHrWebhook"];

    [Fact]
    public void Only_these_operations_need_no_token() =>
        Operations()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            .Select(NameOf)
            .ShouldBe(Anonymous);

    [Fact]
    public async Task Each_operation_is_allowed_for_its_roles_alone()
    {
        var doors = Doors();
        doors.Keys.ShouldBe(Allowed.Keys, ignoreOrder: true);
        foreach (var (name, (method, path)) in doors)
        {
            (await Knock(enrollment.Anonymous, method, path)).ShouldBe(
                HttpStatusCode.Unauthorized,
                $"{name} without a token"
            );
            foreach (var role in AllRoles)
            {
                var forbidden = await Knock(ClientIn(role), method, path) is HttpStatusCode.Forbidden;
                forbidden.ShouldBe(!Allowed[name].Contains(role), $"{name} as {role}");
            }
        }
    }

    /// <summary>An account with a role belongs to no person here; an employee has to be one.</summary>
    private HttpClient ClientIn(string role) =>
        role == Roles.Employee ? enrollment.Employee("E7") : enrollment.In(role);

    private Dictionary<string, (HttpMethod Method, string Path)> Doors() =>
        Operations()
            .Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .ToDictionary(
                NameOf,
                e => (new HttpMethod(e.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods[0]), PathOf(e))
            );

    private static string NameOf(RouteEndpoint e) =>
        e.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName;

    private IEnumerable<RouteEndpoint> Operations() =>
        enrollment
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(s => s.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(e =>
                e.Metadata.GetMetadata<ITagsMetadata>()?.Tags
                    is [
                        "Sites"
                        or "People"
                        or "Merges"
                        or "Partners"
                        or "Guests"
                        or "Privacy"
                        or "Retention"
                        or "Consents"
                        or "Accounts"
                        or "Rosters"
                        or "Syncs"
                        or "Integrations"
                        or "Skills"
                        or "Roles"
                        or "Programs"
                        or "Findings"
                        or "Training"
                        or "Applications"
                        or "Selections"
                        or "Mentor invitations"
                        or "Notices",
                    ]
            );

    private static string PathOf(RouteEndpoint endpoint) =>
        IdParameter()
            .Replace(endpoint.RoutePattern.RawText!, _ => $"{Guid.CreateVersion7()}")
            .Replace("{version:long}", "1", StringComparison.Ordinal)
            .Replace("{kind}", "syncReports", StringComparison.Ordinal)
            .Replace("{day}", "2027-03-01", StringComparison.Ordinal)
        + (endpoint.RoutePattern.RawText!.EndsWith("/eligibility", StringComparison.Ordinal) ? "?role=mentor" : "");

    private static async Task<HttpStatusCode> Knock(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        if (path.StartsWith("/rosters", StringComparison.Ordinal))
            request.Content = new MultipartFormDataContent { { new StringContent("{}"), "mapping" } };
        else if (method != HttpMethod.Get)
            request.Content = new StringContent("""{ "hoursPerMonth": 1 }""", null, "application/json");
        return (await client.SendAsync(request)).StatusCode;
    }

    [GeneratedRegex(@"\{\w+:guid\}")]
    private static partial Regex IdParameter();
}
