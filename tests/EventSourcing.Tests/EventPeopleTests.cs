namespace PeerNetwork.EventSourcing.Tests;

public sealed class EventPeopleTests
{
    private static readonly Guid A = new("00000000-0000-0000-0000-00000000000a"),
        B = new("00000000-0000-0000-0000-00000000000b"),
        C = new("00000000-0000-0000-0000-00000000000c");

    private readonly record struct MemberId(Guid Value) : IPersonId;

    private readonly record struct ClubId(Guid Value);

    private sealed record Membership(MemberId Member, string Name, Membership? Guest = null);

    private sealed record Joined(ClubId Club, MemberId By, MemberId? Sponsor, IReadOnlyList<Membership> Others);

    private sealed record Contract(Guid Person, Guid Club, Guid? Former);

    private sealed record Counted(IReadOnlyDictionary<MemberId, int> Votes, IReadOnlyList<int> Numbers);

    private sealed record Written(ClubId Club, PersonalText Text, PersonalValue<Membership> Member);

    [Fact]
    public void Typed_ids_of_people_are_found_at_any_depth() =>
        EventPeople
            .Of(new Joined(new(Guid.NewGuid()), new(C), null, [new(new(B), "b", new(new(A), "a")), new(new(C), "c")]))
            .ShouldBe([A, B, C]);

    [Fact]
    public void The_person_of_a_contract_is_found() => EventPeople.Of(new Contract(A, B, C)).ShouldBe([A]);

    [Fact]
    public void Keys_of_dictionaries_are_found() =>
        EventPeople.Of(new Counted(new Dictionary<MemberId, int> { [new(B)] = 1 }, [1, 2])).ShouldBe([B]);

    [Fact]
    public void Encrypted_values_are_not_looked_into() =>
        EventPeople.Of(new Written(new(A), new(B, "text"), new(B, new(new(C), "c")))).ShouldBeEmpty();

    [Fact]
    public void The_people_of_a_read_are_found_and_the_ids_of_its_address_are_not() =>
        EventPeople.Of(new PersonalDataRead("match", [A, B], [C], DateTimeOffset.UnixEpoch)).ShouldBe([A, B]);
}
