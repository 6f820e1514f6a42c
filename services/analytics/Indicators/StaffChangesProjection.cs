using JasperFx.Events;
using Marten;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Analytics.Indicators;

/// <summary>
/// On which days employees and contractors joined, moved to another site, went on leave, came back and left.
/// </summary>
/// <remarks>
/// Every version of a person is kept, and the changes are computed again from all of them, so that the order in which
/// they arrive makes no difference. Guests, alumni and partners are not staff: an employee who becomes an alumnus has
/// left, and a guest who is hired has joined. A person joined when enrollment first published them as active.
/// </remarks>
public sealed class StaffChangesProjection : TableProjection
{
    public StaffChangesProjection()
        : base("staff_changes")
    {
        var versions = AddTable("person_versions");
        versions.AddColumn("person", "uuid").AsPrimaryKey();
        versions.AddColumn("version", "bigint").AsPrimaryKey();
        versions.AddColumn("day", "date").NotNull();
        versions.AddColumn("is_staff", "boolean").NotNull();
        versions.AddColumn("site_code", "text").NotNull();
        versions.AddColumn("on_leave", "boolean").NotNull();

        var changes = AddTable("staff_changes");
        changes.AddColumn("person", "uuid").AsPrimaryKey();
        changes.AddColumn("version", "bigint").AsPrimaryKey();
        changes.AddColumn("change", "text").AsPrimaryKey();
        changes.AddColumn("site_code", "text").NotNull();
        changes.AddColumn("day", "date").NotNull();
        AddIndex(changes, "staff_changes_by_site", ["site_code", "day"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case PersonRecorded p:
                var isStaff = p is { Active: true, Kind: "employee" or "contractor" };
                Record(operations, new(p.Person, p.Version, DayOf(p.At, p.TimeZone), isStaff, p.SiteCode, p.OnLeave));
                break;
            case PersonErased p:
                Record(operations, new(p.Person, p.Version, DayOf(p.At, "UTC"), IsStaff: false, "", OnLeave: false));
                break;
        }
    }

    private static void Record(IDocumentOperations operations, Row row)
    {
        operations.QueueSql(
            $"""
            insert into person_versions (person, version, day, is_staff, site_code, on_leave)
            values ({row.Person}, {row.Version}, {row.Day}, {row.IsStaff}, {row.Site}, {row.OnLeave})
            on conflict do nothing
            """
        );
        operations.QueueSql($"delete from staff_changes where person = {row.Person}");
        operations.QueueSql(
            $"""
            insert into staff_changes (person, version, change, site_code, day)
            select person, version, change, case change when 'left' then former_site else site_code end, day
            from (
                select person, version, day, is_staff, site_code, on_leave,
                    lag(is_staff, 1, false) over (order by version) as was_staff,
                    lag(site_code) over (order by version) as former_site,
                    lag(on_leave, 1, false) over (order by version) as was_on_leave
                from person_versions where person = {row.Person}) versions
            cross join lateral (values
                ('joined', is_staff and not was_staff),
                ('moved', is_staff and was_staff and site_code <> former_site),
                ('wentOnLeave', is_staff and on_leave and not (was_staff and was_on_leave)),
                ('cameBack', is_staff and was_staff and was_on_leave and not on_leave),
                ('left', was_staff and not is_staff)) as changes (change, happened)
            where happened
            """
        );
    }

    /// <summary>The day by the clocks of the site, on which changes take effect.</summary>
    private static DateOnly DayOf(DateTimeOffset at, string timeZone)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var known) ? known : TimeZoneInfo.Utc;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }

    private sealed record Row(Guid Person, long Version, DateOnly Day, bool IsStaff, string Site, bool OnLeave);
}
