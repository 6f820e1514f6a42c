using PeerNetwork.Contracts.Engagement;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Connections;

/// <summary>Requests are accepted, declined and withdrawn, expire, and end with the reason for them.</summary>
public class AnswerConnectionTests
{
    private static readonly DeciderSpec<Connection, ConnectionEvent> Spec = DeciderSpec
        .Of<Connection, ConnectionEvent>(Connection.Evolve)
        .Given(ConnectionAsked);

    private static readonly AcceptConnection.Availability Free = new(Ada, MayConnect: true, MinutesLeft: 60);

    [Fact]
    public void The_person_who_is_asked_accepts() => Spec.When(c => Accept(c, Free, Free, Bo)).Then(ConnectionMade);

    [Fact]
    public void Accepting_again_changes_nothing() =>
        Spec.Given(ConnectionMade).When(c => Accept(c, Free, Free, Bo)).ThenNothing();

    [Fact]
    public void No_other_person_accepts()
    {
        Spec.When(c => Accept(c, Free, Free, Ada)).ThenThrows(DomainError.Forbidden, "answers");
        Spec.When(c => Accept(c, Free, Free, Cy)).ThenThrows(DomainError.NotFound, "no such");
    }

    [Fact]
    public void The_hours_of_both_have_to_suffice()
    {
        var used = Free with { MinutesLeft = 59 };
        Spec.When(c => Accept(c, used, Free, Bo)).ThenThrows(DomainError.Conflict, "person who asked");
        Spec.When(c => Accept(c, Free, used, Bo)).ThenThrows(DomainError.Conflict, "Your hours");
        Spec.When(c => Accept(c, Free with { MinutesLeft = null }, Free, Bo)).Then(ConnectionMade);
    }

    [Fact]
    public void What_changed_since_the_request_counts()
    {
        var away = Free with { MayConnect = false };
        Spec.When(c => Accept(c, away, Free, Bo)).ThenThrows(DomainError.Conflict, "not there");
        Spec.When(c => Accept(c, Free, away, Bo)).ThenThrows(DomainError.Conflict, "not there");
        Spec.When(c => AcceptConnection.Decide(c!, Free, Free, isLineBetween: true, Bo, Now))
            .ThenThrows(DomainError.Conflict, "line manager");
    }

    [Fact]
    public void A_late_acceptance_is_refused_before_the_deadline_is_reached()
    {
        Spec.When(c => AcceptConnection.Decide(c!, Free, Free, false, Bo, ConnectionAsked.AnswerUntil))
            .ThenThrows(DomainError.Conflict, "over");
        Spec.Given(ConnectionDeclined).When(c => Accept(c, Free, Free, Bo)).ThenThrows(DomainError.Conflict, "open");
    }

    [Fact]
    public void The_person_who_is_asked_declines()
    {
        Spec.When(c => DeclineConnection.Decide(c, Bo, Now)).Then(ConnectionDeclined);
        Spec.Given(ConnectionDeclined).When(c => DeclineConnection.Decide(c, Bo, Now)).ThenNothing();
        Spec.When(c => DeclineConnection.Decide(c, Ada, Now)).ThenThrows(DomainError.NotFound, "no such");
        Spec.Given(ConnectionMade)
            .When(c => DeclineConnection.Decide(c, Bo, Now))
            .ThenThrows(DomainError.Conflict, "accepted");
    }

    [Fact]
    public void The_person_who_asked_withdraws()
    {
        var withdrawn = ConnectionDeclined with { State = ConnectionState.Withdrawn };
        Spec.When(c => WithdrawConnection.Decide(c, Ada, Now)).Then(withdrawn);
        Spec.Given(withdrawn).When(c => WithdrawConnection.Decide(c, Ada, Now)).ThenNothing();
        Spec.When(c => WithdrawConnection.Decide(c, Bo, Now)).ThenThrows(DomainError.NotFound, "no such");
        Spec.Given(ConnectionMade)
            .When(c => WithdrawConnection.Decide(c, Ada, Now))
            .ThenThrows(DomainError.Conflict, "accepted");
    }

    [Fact]
    public void An_open_request_between_a_person_and_one_whom_they_block_ends()
    {
        Spec.When(c => BlockPerson.DecideRequest(c, Bo, Now)).Then(ConnectionDeclined);
        Spec.When(c => BlockPerson.DecideRequest(c, Ada, Now))
            .Then(ConnectionDeclined with { State = ConnectionState.Withdrawn });
        Spec.Given(ConnectionMade).When(c => BlockPerson.DecideRequest(c, Bo, Now)).ThenNothing();
        BlockPerson.DecideRequest(null, Bo, Now).ShouldBeEmpty();
    }

    [Fact]
    public void A_request_expires_when_its_time_is_over()
    {
        var until = ConnectionAsked.AnswerUntil;
        Spec.When(c => ConnectionAnswerRule.Decide(c, until.AddSeconds(-1))).ThenNothing();
        Spec.When(c => ConnectionAnswerRule.Decide(c, until))
            .Then(ConnectionDeclined with { State = ConnectionState.Expired, At = until });
        Spec.Given(ConnectionMade).When(c => ConnectionAnswerRule.Decide(c, until)).ThenNothing();
    }

    [Fact]
    public void A_new_reporting_line_ends_a_request_and_a_connection_once()
    {
        var invalid = new ConnectionInvalidated(ConnectionAsked.Connection, Ada, Bo, "BER", Now);
        var impossible = ConnectionDeclined with { State = ConnectionState.NotPossible };
        Spec.When(c => EndInvalidConnections.Decide(c, isLineBetween: true, Now)).Then(impossible);
        Spec.When(c => EndInvalidConnections.Decide(c, isLineBetween: false, Now)).Then(impossible);
        Spec.Given(ConnectionMade).When(c => EndInvalidConnections.Decide(c, true, Now)).Then(invalid);
        Spec.Given(ConnectionMade, invalid).When(c => EndInvalidConnections.Decide(c, true, Now)).ThenNothing();
        Spec.Given(ConnectionMade).When(c => EndInvalidConnections.Decide(c, false, Now)).ThenNothing();
    }

    [Fact]
    public void A_connection_ends_with_its_relationship()
    {
        var closed = new ConnectionClosed(ConnectionAsked.Connection.Value, 9, [], "completed", Now);
        var ended = new ConnectionEnded(ConnectionAsked.Connection, Ada, Bo, "completed", Now);
        Spec.Given(ConnectionMade).When(c => WhenConnectionClosed.Decide(c, closed)).Then(ended);
        Spec.Given(ConnectionMade, ended).When(c => WhenConnectionClosed.Decide(c, closed)).ThenNothing();
        WhenConnectionClosed.Decide(null, closed).ShouldBeEmpty();
    }

    private static ConnectionEvent[] Accept(
        Connection? connection,
        AcceptConnection.Availability asking,
        AcceptConnection.Availability asked,
        PersonId by
    ) => AcceptConnection.Decide(connection!, asking, asked, isLineBetween: false, by, Now);
}
