using JasperFx.Events;
using Marten;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.Flash;

/// <summary>All slots, one row each.</summary>
public sealed class FlashSlotsProjection : TableProjection
{
    public FlashSlotsProjection()
        : base("flash_slots")
    {
        var slots = AddTable("flash_slots");
        slots.AddColumn("id", "uuid").AsPrimaryKey();
        slots.AddColumn("program", "uuid").NotNull();
        slots.AddColumn("mentor", "uuid").NotNull();
        slots.AddColumn("mentee", "uuid");
        slots.AddColumn("topic", "jsonb").NotNull();
        slots.AddColumn("starts_at", "timestamptz").NotNull();
        slots.AddColumn("zone", "text").NotNull();
        slots.AddColumn("minutes", "integer").NotNull();
        slots.AddColumn("month", "date").NotNull();
        slots.AddColumn("state", "text").NotNull();
        AddIndex(slots, "open_flash_slots", ["program", "id"], where: "state = 'offered'");
        AddIndex(slots, "flash_slots_of_program", ["program", "starts_at"]);
        AddIndex(slots, "flash_slots_of_mentor", ["mentor", "starts_at"]);
        AddIndex(slots, "flash_slots_of_mentee", ["mentee", "starts_at"]);
    }

    /// <summary>
    /// A part of a statement: the minutes that booked sessions take of a mentor's time in the month, of the present one
    /// and those to come, in which they take most.
    /// </summary>
    /// <param name="mentor">A part of the statement: the id of the mentor.</param>
    /// <param name="now">The moment.</param>
    public static FormattableString BusiestMonthOf(FormattableString mentor, DateTimeOffset now) =>
        $"""
            (select coalesce(max(minutes), 0) from (select sum(f.minutes) as minutes from flash_slots f
                where f.mentor = {mentor} and f.state = 'booked' and f.month >= {FlashTime.MonthOf(now)}
                group by f.month) months)
            """;

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case FlashSlotOffered o:
                operations.QueueSql(
                    $"""
                    insert into flash_slots (id, program, mentor, topic, starts_at, zone, minutes, month, state)
                    values ({o.Slot.Value}, {o.Program.Value}, {o.Mentor.Value}, {o.Topic}, {o.Time.StartsAt},
                        {o.Time.Zone}, {o.Time.Minutes}, {o.Time.Month}, 'offered')
                    """
                );
                break;
            case FlashSlotBooked b:
                operations.QueueSql(
                    $"update flash_slots set state = 'booked', mentee = {b.Mentee.Value} where id = {b.Slot.Value}"
                );
                break;
            case FlashBookingCancelled c:
                operations.QueueSql(
                    $"update flash_slots set state = 'offered', mentee = null where id = {c.Slot.Value}"
                );
                break;
            case FlashSlotWithdrawn w:
                operations.QueueSql($"update flash_slots set state = 'withdrawn' where id = {w.Slot.Value}");
                break;
            case FlashSlotLapsed l:
                operations.QueueSql($"update flash_slots set state = 'lapsed' where id = {l.Slot.Value}");
                break;
        }
    }
}
