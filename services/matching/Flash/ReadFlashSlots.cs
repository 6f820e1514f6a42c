using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Flash;

/// <summary>
/// Employees see the open slots of the programs at their site. Everyone sees the slots that they offer or have booked.
/// </summary>
public static class ReadFlashSlots
{
    private sealed record FlashSlotRow(
        Guid Id,
        Guid Program,
        string? ProgramName,
        Guid Mentor,
        Guid? Mentee,
        PersonalText Topic,
        DateTimeOffset StartsAt,
        string Zone,
        int Minutes,
        string State
    )
    {
        public FlashSlotView ToView() =>
            new(Id, Program, ProgramName, Mentor, Mentee, Topic.Text, StartsAt, Zone, Minutes, State);
    }

    private sealed record TopicSlots(PersonalText Topic, Guid[] Slots);

    /// <param name="program">Only this program.</param>
    /// <param name="topic">Only topics that contain this text.</param>
    /// <param name="from">Only sessions that start then or later.</param>
    /// <param name="to">Only sessions that start before.</param>
    public static async Task<Ok<PageResponse<FlashSlotView>>> ListOpen(
        Guid? program,
        string? topic,
        DateTimeOffset? from,
        DateTimeOffset? to,
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (me, now) = (user.Id(), clock.GetUtcNow());
        FormattableString open = $"""
            flash_slots s
            join mt_doc_programreplica g on g.id = s.program
            join mt_doc_personreplica w on w.id = {me}
            where s.state = 'offered' and s.starts_at > {now} and s.mentor <> w.id
                and {FlashAccess.MayBook}
                and ({program}::uuid is null or s.program = {program}::uuid)
                and ({from}::timestamptz is null or s.starts_at >= {from}::timestamptz)
                and ({to}::timestamptz is null or s.starts_at < {to}::timestamptz)
            """;
        var found = topic is null ? null : await tables.FindByTopic(open, topic, ct);
        var page = await tables.Page<FlashSlotRow>(
            $"""
            select s.id, s.program, g.data ->> 'name' as program_name, s.mentor, s.mentee, s.topic, s.starts_at, s.zone,
                s.minutes, s.state
            from {open} and ({found}::uuid[] is null or s.id = any({found}::uuid[]))
            """,
            paging,
            slot => slot.Id,
            ct
        );
        return paging.ToResponse(page.Select(slot => slot.ToView()));
    }

    /// <summary>The latest first.</summary>
    public static async Task<Ok<PageResponse<FlashSlotView>>> ListMine(
        Paging paging,
        ClaimsPrincipal user,
        ReadModels tables,
        CancellationToken ct
    )
    {
        var me = user.Id();
        var page = await tables.Page<FlashSlotRow>(
            $"""
            select s.id, s.program, g.data ->> 'name' as program_name, s.mentor, s.mentee, s.topic, s.starts_at, s.zone,
                s.minutes, s.state
            from flash_slots s left join mt_doc_programreplica g on g.id = s.program
            where s.mentor = {me} or s.mentee = {me}
            """,
            paging,
            slot => slot.Id,
            ct,
            newestFirst: true
        );
        return paging.ToResponse(page.Select(slot => slot.ToView()));
    }

    /// <summary>
    /// The slots whose topic contains a text. Topics are encrypted, so the database does not find them: each topic of a
    /// mentor is decrypted once.
    /// </summary>
    private static async Task<Guid[]> FindByTopic(
        this ReadModels tables,
        FormattableString open,
        string text,
        CancellationToken ct
    )
    {
        var topics = await tables.Query<TopicSlots>(
            $"select s.topic, array_agg(s.id) as slots from {open} group by s.mentor, s.topic",
            ct
        );
        return
        [
            .. topics
                .Where(t => t.Topic.Text?.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase) is true)
                .SelectMany(t => t.Slots),
        ];
    }
}
