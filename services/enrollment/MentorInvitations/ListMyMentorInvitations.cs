using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.MentorInvitations;

/// <summary>An invitation to become a mentor that waits for an answer.</summary>
/// <param name="Skill">The skill for which a coordinator invited; null after a completed mentorship as mentee.</param>
/// <param name="ExpiresAt">Until when the invitation can be taken up or declined.</param>
public sealed record MentorInvitationView(
    Guid Id,
    Guid Program,
    string ProgramName,
    DateTimeOffset InvitedAt,
    DateTimeOffset ExpiresAt,
    string? Skill
);

/// <summary>Lists the open invitations of the person who asks, of programs that still take applications.</summary>
public static class ListMyMentorInvitations
{
    private sealed record Row(
        Guid Id,
        Guid Program,
        string ProgramName,
        DateTimeOffset InvitedAt,
        DateTimeOffset ExpiresAt,
        PersonalText? Skill
    )
    {
        public MentorInvitationView ToView() => new(Id, Program, ProgramName, InvitedAt, ExpiresAt, Skill?.ToString());
    }

    public static async Task<Ok<PageResponse<MentorInvitationView>>> Handle(
        ClaimsPrincipal user,
        ReadModels models,
        Paging paging,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var rows = await models.Page<Row>(
            $"""
            select i.id, i.program, p.name as program_name, i.invited_at, i.expires_at, i.skill
            from mentor_invitations i join programs p on p.id = i.program
            where i.person = {user.Id()} and p.status = 'published' and (p.ends is null or p.ends >= {today})
            """,
            paging,
            i => i.Id,
            ct
        );
        return paging.ToResponse(rows.Select(row => row.ToView()));
    }
}
