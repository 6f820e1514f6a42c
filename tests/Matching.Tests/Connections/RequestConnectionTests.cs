using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Connections;

public class RequestConnectionTests
{
    private static readonly PersonReplica Asking = new(Ada.Value, 1, true, "BER", "Europe/Berlin", [], null),
        Asked = Asking with { Id = Bo.Value };

    private static readonly RequestConnection.People Two = new(Asking, Asked, IsLineBetween: false);
    private static readonly ConnectionProfile Open = Profile(OpenToConnections);

    [Fact]
    public void A_person_who_is_open_is_asked() => Decide(null, Open, Two).ShouldBe([ConnectionAsked]);

    [Fact]
    public void The_answer_is_the_same_where_a_person_is_not_open_and_where_they_take_no_requests_from_this_one()
    {
        var closed = Profile(OpenToConnections with { Open = false });
        var blocked = Profile(OpenToConnections, new PersonBlocked(Bo, Ada, Now));
        DomainException[] answers =
        [
            Should.Throw<DomainException>(() => Decide(null, closed, Two)),
            Should.Throw<DomainException>(() => Decide(null, null, Two)),
            Should.Throw<DomainException>(() => Decide(null, blocked, Two)),
            Should.Throw<DomainException>(() => Decide(null, Open, Two with { To = null })),
            Should.Throw<DomainException>(() => Decide(null, Open, Two with { To = Asked with { Active = false } })),
            Should.Throw<DomainException>(() => Decide(null, Open, Two with { To = Asked with { OnLeave = true } })),
            Should.Throw<DomainException>(() => Decide(null, Open, Two with { To = Asked with { Kind = "guest" } })),
        ];
        answers.Select(e => (e.Error, e.Code, e.Message)).Distinct().ShouldHaveSingleItem();
        answers[0].Code.ShouldBe("not-open");
    }

    [Fact]
    public void A_person_who_is_allowed_again_may_ask() =>
        Decide(
                null,
                Profile(OpenToConnections, new PersonBlocked(Bo, Ada, Now), new PersonUnblocked(Bo, Ada, Now)),
                Two
            )
            .ShouldBe([ConnectionAsked]);

    [Fact]
    public void Two_of_one_reporting_line_do_not_connect() =>
        Should
            .Throw<DomainException>(() => Decide(null, Open, Two with { IsLineBetween = true }))
            .Code.ShouldBe("reporting-line");

    [Fact]
    public void One_asks_another_person() =>
        Should
            .Throw<InvalidFieldException>(() =>
                RequestConnection.Decide(null, Open, Two, ConnectionAsked with { To = Ada })
            )
            .Message.ShouldContain("another person");

    [Fact]
    public void Only_employees_who_are_here_ask()
    {
        foreach (
            var person in (PersonReplica?[])
                [null, Asking with { Active = false }, Asking with { OnLeave = true }, Asking with { Kind = "guest" }]
        )
            Should
                .Throw<DomainException>(() => Decide(null, Open, Two with { From = person }))
                .Error.ShouldBe(DomainError.Forbidden);
    }

    [Fact]
    public void No_request_asks_for_more_than_the_other_person_gives()
    {
        Should.Throw<InvalidFieldException>(() =>
            RequestConnection.Decide(null, Open, Two, ConnectionAsked with { MinutesPerMonth = 121 })
        );
        var noLimit = Profile(OpenToConnections with { MaxMinutesPerMonth = null });
        var much = ConnectionAsked with { MinutesPerMonth = 1_200 };
        RequestConnection.Decide(null, noLimit, Two, much).ShouldBe([much]);
    }

    [Fact]
    public void One_does_not_ask_a_person_from_whom_one_takes_no_requests() =>
        Should
            .Throw<DomainException>(() => Decide(Profile(new PersonBlocked(Ada, Bo, Now)), Open, Two))
            .Code.ShouldBe("person-blocked");

    [Fact]
    public void The_open_requests_of_a_person_have_a_limit()
    {
        ConnectionProfileEvent[] five =
        [
            .. Enumerable.Range(1, 5).Select(n => new RequestPlaceTaken(Ada, new(Id(40 + n)), Now)),
        ];
        Should.Throw<DomainException>(() => Decide(Profile(five), Open, Two)).Code.ShouldBe("request-limit");
        Decide(Profile([.. five, new RequestPlaceReleased(Ada, new(Id(41)), Now)]), Open, Two)
            .ShouldBe([ConnectionAsked]);
    }

    private static ConnectionEvent[] Decide(
        ConnectionProfile? mine,
        ConnectionProfile? theirs,
        RequestConnection.People people
    ) => RequestConnection.Decide(mine, theirs, people, ConnectionAsked);

    private static ConnectionProfile Profile(params ConnectionProfileEvent[] events) =>
        events.Aggregate((ConnectionProfile?)null, ConnectionProfile.Evolve)!;
}
