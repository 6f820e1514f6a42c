using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Schedules;

namespace PeerNetwork.Matching.Flash;

/// <summary>
/// Withdraws slots of mentors who left the program or the company or are on leave, open ones of mentors in a pause or
/// with training to complete, and all of a program that ended. Cancels bookings of people who left the company, are on
/// leave, or became a line manager or a report of the mentor.
/// </summary>
/// <remarks>
/// A new manager of one person is above all who report to that person. Both orders work: an offer or a booking
/// finds an earlier reason in the tables, and a reason finds an earlier offer or booking.
/// </remarks>
public sealed class WithdrawInvalidFlashSlots : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly ReadModels _tables;
    private readonly TimeProvider _clock;

    public WithdrawInvalidFlashSlots(IServiceScopeFactory scopes, ReadModels tables, TimeProvider clock)
    {
        Name = "withdraw_invalid_flash_slots";
        IncludeType<FlashSlotOffered>();
        IncludeType<FlashSlotBooked>();
        IncludeType<ParticipantJoined>();
        IncludeType<ParticipantNoLongerReady>();
        IncludeType<ParticipantWithdrew>();
        IncludeType<ParticipantPaused>();
        IncludeType<PersonLeft>();
        IncludeType<PersonWentOnLeave>();
        IncludeType<ManagerChanged>();
        IncludeType<ProgramEnded>();
        (_scopes, _tables, _clock) = (scopes, tables, clock);
    }

    private sealed record InvalidSlot(Guid Id, bool MentorGone);

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        if (page.Events.LastOrDefault(e => AffectedId(e.Data) is not null) is not { } cause)
            return NullChangeListener.Instance;
        Guid[] concerned = [.. page.Events.Select(e => AffectedId(e.Data)).OfType<Guid>().Distinct()];
        Guid[] moved = [.. page.Events.Select(e => (e.Data as ManagerChanged)?.Person.Value).OfType<Guid>().Distinct()];
        await using var scope = _scopes.CreateScopeFor(cause);
        var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
        foreach (var (id, mentorGone) in await FindInvalid(concerned, moved, cancellationToken))
            await streams.Update(
                writes => writes.UpdateSlot(id, slot => Decide(slot, mentorGone, _clock.GetUtcNow())),
                cancellationToken
            );
        return NullChangeListener.Instance;
    }

    /// <param name="slot">A slot that cannot stay as it is.</param>
    /// <param name="mentorGone">Whether the mentor or the program is the reason; else it is the person who booked
    /// the slot.</param>
    /// <param name="now">The moment.</param>
    public static FlashSlotEvent[] Decide(FlashSlot? slot, bool mentorGone, DateTimeOffset now) =>
        slot switch
        {
            { State: FlashSlotState.Offered or FlashSlotState.Booked } when mentorGone => [slot.Withdraw(now)],
            { State: FlashSlotState.Booked, Mentee: { } mentee } => [slot.Cancel(mentee, now)],
            _ => [],
        };

    /// <summary>The slot, the person or the program whose slots may have become invalid; null for other
    /// events.</summary>
    private static Guid? AffectedId(object e) =>
        e switch
        {
            FlashSlotOffered o => o.Slot.Value,
            FlashSlotBooked b => b.Slot.Value,
            ParticipantJoined j => j.Person.Value,
            ParticipantNoLongerReady n => n.Person.Value,
            ParticipantWithdrew w => w.Person.Value,
            ParticipantPaused p => p.Person.Value,
            PersonLeft p => p.Person.Value,
            PersonWentOnLeave p => p.Person.Value,
            ManagerChanged m => m.Person.Value,
            ProgramEnded p => p.Program.Value,
            _ => null,
        };

    private Task<IReadOnlyList<InvalidSlot>> FindInvalid(Guid[] concerned, Guid[] moved, CancellationToken ct) =>
        _tables.Query<InvalidSlot>(
            $"""
            {ReportingLines.WithBelow(moved)}, concerned as (
                select id from flash_slots where id = any({concerned})
                union select id from flash_slots where program = any({concerned}) and starts_at > {_clock.GetUtcNow()}
                union select id from flash_slots where mentor = any({concerned}) and starts_at > {_clock.GetUtcNow()}
                union select id from flash_slots where mentee = any({concerned}) and starts_at > {_clock.GetUtcNow()}
                union select id from flash_slots where mentor in (select id from below)
                    and starts_at > {_clock.GetUtcNow()}
                union select id from flash_slots where mentee in (select id from below)
                    and starts_at > {_clock.GetUtcNow()}
            )
            select id, mentor_gone from (
                select s.id,
                    exists (select from mt_doc_programreplica g where g.id = s.program and g.ended)
                    or not exists (select from participants p
                        join mt_doc_personreplica w on w.id = p.person and w.active and not w.on_leave
                        where p.program = s.program and p.person = s.mentor and p.is_mentor and not p.withdrawn
                            and (p.paused_until is null and p.not_ready_reason is null or s.state = 'booked'))
                        as mentor_gone,
                    s.state = 'booked' and (not exists (select from mt_doc_personreplica w
                            where w.id = s.mentee and w.active and not w.on_leave)
                        or {ReportingLines.IsLineBetween($"s.mentee", $"s.mentor")}) as mentee_gone
                from flash_slots s where s.id in (select id from concerned) and s.state in ('offered', 'booked')) known
            where mentor_gone or mentee_gone order by id
            """,
            ct
        );
}
