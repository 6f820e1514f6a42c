using PeerNetwork.Enrollment.Hris.Tests.Vendors;

namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class SecondEmploymentTests
{
    [Fact]
    public async Task The_earlier_of_two_employments_of_Personio_is_another_job()
    {
        using var source = FakeSource.Start(AllVendors.Make("personio"));
        var worker = source.Vendor.People.First(p => p.Worker.Status == HrisStatus.Active).Worker;
        var earlier = worker.Assignments[0] with { Department = "Sales", Manager = "1000" };
        source.Vendor.People =
        [
            new(worker, "", "", [new(HrisStatus.Active, worker.HiredOn!.Value.AddDays(-9), null, earlier)]),
        ];

        var read = (await source.Read()).Workers().ShouldHaveSingleItem();

        read.HiredOn.ShouldBe(worker.HiredOn);
        read.OtherJobs.Select(job => (job.Department, job.Manager)).ShouldBe([("Sales", "1000")]);
    }
}
