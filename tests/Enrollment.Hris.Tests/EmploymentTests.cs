namespace PeerNetwork.Enrollment.Hris.Tests;

public sealed class EmploymentTests
{
    private static readonly DateOnly Today = Company.Today;

    private static readonly Employment Present = Make(HrisStatus.Active, -500),
        Primary = Present with { IsPrimary = true },
        LaterPresent = Make(HrisStatus.Active, -100),
        Ended = Make(HrisStatus.Left, -50),
        EndedPrimary = Ended with { IsPrimary = true },
        EndedByDate = Make(HrisStatus.Active, -40) with { LastDay = Today.AddDays(-1) },
        LastDayToday = Make(HrisStatus.Active, -30) with { LastDay = Today },
        Next = Make(HrisStatus.PreHire, 10),
        AfterNext = Make(HrisStatus.PreHire, 40),
        LongEnded = Make(HrisStatus.Left, -3000);

    public static TheoryData<string, string> Cases =>
        new()
        {
            { nameof(Present), nameof(EndedPrimary) },
            { nameof(Present), nameof(EndedByDate) },
            { nameof(Present), nameof(Next) },
            { nameof(Primary), nameof(LaterPresent) },
            { nameof(LaterPresent), nameof(Present) },
            { nameof(LastDayToday), nameof(Ended) },
            { nameof(Next), nameof(Ended) },
            { nameof(Next), nameof(AfterNext) },
            { nameof(Ended), nameof(LongEnded) },
        };

    [Theory, MemberData(nameof(Cases))]
    public void One_employment_stands_for_the_person(string winner, string other)
    {
        var (a, b) = (Named(winner), Named(other));

        Employment.Choose([a, b], Today).ShouldBe(a);
        Employment.Choose([b, a], Today).ShouldBe(a);
    }

    [Fact]
    public void Assignments_of_the_past_are_left_out()
    {
        HrisAssignment[] assignments = [From(30), From(-900), From(0, "replaced"), From(0, "holds"), From(5)];

        var kept = Employment.PresentAndNext(assignments, Today);

        kept.ShouldBe([From(0, "holds"), From(5), From(30)]);
    }

    [Fact]
    public void Before_the_first_day_all_assignments_are_to_come() =>
        Employment.PresentAndNext([From(9), From(3)], Today).ShouldBe([From(3), From(9)]);

    [Fact]
    public void An_assignment_without_day_holds_now() =>
        Employment
            .PresentAndNext([From(9), new(null, "BER", null, null, null, null, null)], Today)
            .Select(a => a.From)
            .ShouldBe([null, Today.AddDays(9)]);

    [Fact]
    public void Other_jobs_are_those_of_today()
    {
        var (chosen, second) = (
            Primary with
            {
                Assignments = [From(-500)],
            },
            LaterPresent with
            {
                Assignments = [From(-3), From(8)],
            }
        );
        var notYet = LaterPresent with { Assignments = [From(1)] };

        Employment
            .OtherJobs(
                [second, EndedByDate with { Assignments = [From(-40)] }, chosen, Next, notYet, Present],
                chosen,
                Today
            )
            .ShouldBe([From(-3)]);
    }

    private static Employment Named(string name) =>
        name switch
        {
            nameof(Present) => Present,
            nameof(Primary) => Primary,
            nameof(LaterPresent) => LaterPresent,
            nameof(Ended) => Ended,
            nameof(EndedPrimary) => EndedPrimary,
            nameof(EndedByDate) => EndedByDate,
            nameof(LastDayToday) => LastDayToday,
            nameof(Next) => Next,
            nameof(AfterNext) => AfterNext,
            _ => LongEnded,
        };

    private static Employment Make(HrisStatus status, int hired) =>
        new(false, status, null, Today.AddDays(hired), null, []);

    private static HrisAssignment From(int day, string? title = null) =>
        new(Today.AddDays(day), null, null, null, null, title, null);
}
