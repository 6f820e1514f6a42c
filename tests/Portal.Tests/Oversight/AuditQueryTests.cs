using PeerNetwork.Portal.Oversight;

namespace PeerNetwork.Portal.Tests.Oversight;

public class AuditQueryTests
{
    private static readonly Guid Person = Guid.Parse("0199a5b0-0000-7000-8000-000000000001");

    [Fact]
    public void The_address_says_what_is_looked_for_and_nothing_else() =>
        new AuditQuery(
            "matching",
            Person,
            Action: "role_assigned",
            From: new(2026, 11, 28),
            Cursor: "x"
        ).Address.ShouldBe(
            $"/oversight/audit?service=matching&person={Person}&action=role_assigned&from=2026-11-28&cursor=x"
        );

    [Fact]
    public void Days_are_those_of_the_user()
    {
        var day = new AuditQuery("matching", From: new(2026, 11, 28), To: new(2026, 11, 28));

        day.Start("Asia/Tokyo").ShouldBe(new(2026, 11, 27, 15, 0, 0, TimeSpan.Zero));
        day.End("Asia/Tokyo").ShouldBe(new(2026, 11, 28, 15, 0, 0, TimeSpan.Zero));
        day.ExportAddress("UTC")
            .ShouldBe(
                "/oversight/audit/entries.ndjson?service=matching"
                    + "&from=2026-11-28T00%3A00%3A00.0000000%2B00%3A00&to=2026-11-29T00%3A00%3A00.0000000%2B00%3A00"
            );
    }

    [Theory]
    [InlineData(null, "enrollment")]
    [InlineData("nonsense", "enrollment")]
    [InlineData("analytics", "analytics")]
    public void An_unknown_service_is_the_first(string? asked, string service) =>
        AuditQuery.ServiceIn(asked).ShouldBe(service);

    [Fact]
    public void What_is_no_id_and_no_day_is_not_asked_for()
    {
        AuditQuery.IdIn("nonsense").ShouldBeNull();
        AuditQuery.DayIn("28.11.2026").ShouldBeNull();
        AuditQuery.DayIn("2026-11-28").ShouldBe(new(2026, 11, 28));
    }
}
