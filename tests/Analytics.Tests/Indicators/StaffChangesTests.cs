using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Indicators;

public sealed class StaffChangesTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    /// <summary>Midnight in Chicago, the first of March; in UTC it is 6 o'clock.</summary>
    private static readonly DateTimeOffset March = new(2026, 3, 1, 6, 0, 0, TimeSpan.Zero);

    private readonly Guid _person = Guid.CreateVersion7();

    private sealed record ChangeRow(string Change, string SiteCode, DateOnly Day);

    [Fact]
    public async Task A_person_joins_goes_on_leave_comes_back_moves_and_leaves() =>
        (
            await ChangesAfter(
                Version(1, March),
                Version(2, March.AddDays(1)) with
                {
                    OnLeave = true,
                },
                Version(3, March.AddDays(2)) with
                {
                    OnLeave = true,
                },
                Version(4, March.AddDays(3)),
                Version(5, March.AddDays(4)) with
                {
                    SiteCode = "SIN",
                },
                Version(6, March.AddDays(5)) with
                {
                    SiteCode = "SIN",
                    Active = false,
                }
            )
        ).ShouldBe([
            new("joined", "CHI", new(2026, 3, 1)),
            new("wentOnLeave", "CHI", new(2026, 3, 2)),
            new("cameBack", "CHI", new(2026, 3, 4)),
            new("moved", "SIN", new(2026, 3, 5)),
            new("left", "SIN", new(2026, 3, 6)),
        ]);

    [Fact]
    public async Task A_day_begins_at_midnight_at_the_site() =>
        (await ChangesAfter(Version(1, March.AddSeconds(-1)), Version(2, March) with { OnLeave = true }))
            .Select(c => c.Day)
            .ShouldBe([new(2026, 2, 28), new(2026, 3, 1)]);

    [Fact]
    public async Task A_zone_that_is_not_known_stops_nothing() =>
        (await ChangesAfter(Version(1, March) with { TimeZone = "Moon/Base" }))
            .ShouldHaveSingleItem()
            .Day.ShouldBe(new(2026, 3, 1));

    [Fact]
    public async Task A_person_who_is_announced_joins_on_the_first_day_also_during_a_leave() =>
        (
            await ChangesAfter(
                Version(1, March) with
                {
                    Active = false,
                },
                Version(2, March.AddDays(1)) with
                {
                    OnLeave = true,
                }
            )
        )
            .Select(c => (c.Change, c.Day.Day))
            .ShouldBe([("joined", 2), ("wentOnLeave", 2)]);

    [Fact]
    public async Task A_leave_ends_with_the_departure_and_a_return_to_the_company_joins_again() =>
        (
            await ChangesAfter(
                Version(1, March) with
                {
                    OnLeave = true,
                },
                Version(2, March.AddDays(1)) with
                {
                    OnLeave = true,
                    Active = false,
                },
                Version(3, March.AddDays(2))
            )
        )
            .Select(c => c.Change)
            .ShouldBe(["joined", "wentOnLeave", "left", "joined"]);

    [Fact]
    public async Task Guests_are_no_staff_until_they_are_hired_and_alumni_no_longer() =>
        (
            await ChangesAfter(
                Version(1, March) with
                {
                    Kind = "guest",
                },
                Version(2, March.AddDays(1)) with
                {
                    Kind = "guest",
                    SiteCode = "SIN",
                    OnLeave = true,
                },
                Version(3, March.AddDays(2)) with
                {
                    Kind = "contractor",
                },
                Version(4, March.AddDays(3)),
                Version(5, March.AddDays(4)) with
                {
                    Kind = "alumnus",
                }
            )
        )
            .Select(c => (c.Change, c.Day.Day))
            .ShouldBe([("joined", 3), ("left", 5)]);

    [Fact]
    public async Task A_late_message_corrects_what_was_counted()
    {
        await Keep(Version(1, March), Version(3, March.AddDays(2)));
        (await Changes()).Select(c => c.Change).ShouldBe(["joined"]);
        await Keep(Version(2, March.AddDays(1)) with { OnLeave = true });
        (await Changes()).Select(c => c.Change).ShouldBe(["joined", "wentOnLeave", "cameBack"]);
    }

    [Fact]
    public async Task An_erased_person_who_worked_here_has_left() =>
        (await ChangesAfter(Version(1, March), new PersonErased(_person, 2, March.AddDays(1)))).ShouldBe([
            new("joined", "CHI", new(2026, 3, 1)),
            new("left", "CHI", new(2026, 3, 2)),
        ]);

    private async Task<IReadOnlyList<ChangeRow>> ChangesAfter(params object[] versions)
    {
        await Keep(versions);
        return await Changes();
    }

    private Task Keep(params object[] versions) => Streams.Keep(analytics, versions);

    private Task<IReadOnlyList<ChangeRow>> Changes() =>
        analytics
            .Services.GetRequiredService<ReadModels>()
            .Query<ChangeRow>(
                $"""
                select change, site_code, day from staff_changes where person = {_person}
                order by version, array_position(array['left', 'joined', 'wentOnLeave'], change)
                """,
                default
            );

    private PersonRecorded Version(long version, DateTimeOffset at) =>
        TestData.PersonAt("CHI", _person, at) with
        {
            Version = version,
            TimeZone = "America/Chicago",
        };
}
