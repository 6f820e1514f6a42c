using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;
using PeerNetwork.Testing;
using static PeerNetwork.Matching.Tests.TestData;

namespace PeerNetwork.Matching.Tests.Connections;

public class ConnectionProfileTests
{
    private static readonly DeciderSpec<ConnectionProfile, ConnectionProfileEvent> Spec = DeciderSpec.Of<
        ConnectionProfile,
        ConnectionProfileEvent
    >(ConnectionProfile.Evolve);

    private static readonly PersonReplica Employee = new(Bo.Value, 1, true, "BER", "Europe/Berlin", [], null);

    [Fact]
    public void What_a_person_states_is_stored_where_it_changes()
    {
        Spec.When(p => SetConnectionPreferences.Decide(p, Employee, OpenToConnections)).Then(OpenToConnections);
        Spec.Given(OpenToConnections)
            .When(p => SetConnectionPreferences.Decide(p, Employee, OpenToConnections with { At = Now }))
            .ThenNothing();
    }

    [Fact]
    public void Connections_are_for_employees()
    {
        foreach (
            var person in (PersonReplica?[])[null, Employee with { Active = false }, Employee with { Kind = "guest" }]
        )
            Spec.When(p => SetConnectionPreferences.Decide(p, person, OpenToConnections))
                .ThenThrows(DomainError.Forbidden, "employees");
    }

    [Fact]
    public void A_person_takes_no_requests_from_another_one_until_they_are_allowed_again()
    {
        var blocked = new PersonBlocked(Bo, Ada, Now);
        Spec.When(p => BlockPerson.Decide(p, Bo, Ada, isKnown: true, Now)).Then(blocked);
        Spec.Given(blocked).When(p => BlockPerson.Decide(p, Bo, Ada, isKnown: true, Now)).ThenNothing();
        Should.Throw<InvalidFieldException>(() => BlockPerson.Decide(null, Bo, Bo, isKnown: true, Now));
        Spec.When(p => BlockPerson.Decide(p, Bo, Ada, isKnown: false, Now))
            .ThenThrows(DomainError.NotFound, "no such person");
        Spec.When(p => UnblockPerson.Decide(p, Bo, Ada, Now)).ThenThrows(DomainError.NotFound, "no such person");
        Spec.Given(blocked).When(p => UnblockPerson.Decide(p, Bo, Ada, Now)).Then(new PersonUnblocked(Bo, Ada, Now));
    }

    [Fact]
    public void The_list_of_blocked_people_has_a_limit() =>
        Spec.Given([
                .. Enumerable
                    .Range(0, ConnectionProfile.MaxBlocked)
                    .Select(_ => new PersonBlocked(Bo, new(Guid.NewGuid()), Now)),
            ])
            .When(p => BlockPerson.Decide(p, Bo, Ada, isKnown: true, Now))
            .ThenThrows(DomainError.Conflict, "500");
}
