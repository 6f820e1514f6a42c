using PeerNetwork.Matching.People;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.People;

public class ReportingLinesTests
{
    [Fact]
    public void Managers_at_every_level_count() => new ReportingLines(
            new Dictionary<Guid, Guid[]>
            {
                [Id(1)] = [Id(2)],
                [Id(2)] = [Id(3)],
                [Id(9)] = [Id(1)],
            }
        ).ManagersOf(Id(1)).ShouldBe([Id(2), Id(3)]);

    [Fact]
    public void Managers_of_all_jobs_count_the_nearest_first() => new ReportingLines(
            new Dictionary<Guid, Guid[]>
            {
                [Id(1)] = [Id(2), Id(5)],
                [Id(2)] = [Id(3)],
                [Id(5)] = [Id(3), Id(1), Id(6)],
            }
        ).ManagersOf(Id(1)).ShouldBe([Id(2), Id(5), Id(3), Id(6)]);

    [Fact]
    public void Nobody_is_above_the_top() =>
        new ReportingLines(new Dictionary<Guid, Guid[]>()).ManagersOf(Id(1)).ShouldBeEmpty();

    [Fact]
    public void A_circle_in_the_data_ends_where_it_closes()
    {
        var circle = new ReportingLines(
            new Dictionary<Guid, Guid[]>
            {
                [Id(1)] = [Id(2)],
                [Id(2)] = [Id(3)],
                [Id(3)] = [Id(2)],
            }
        );

        circle.ManagersOf(Id(1)).ShouldBe([Id(2), Id(3)]);
        circle.ManagersOf(Id(2)).ShouldBe([Id(3)]);
    }
}
