using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People.Merges;

/// <summary>What HR says of a person, as it is stored: encrypted under the key of that person.</summary>
/// <param name="User">The user that SCIM clients have for the person.</param>
public sealed record PersonFacts(
    bool Active,
    bool WasHired,
    StoredNumber? EmployeeNumber,
    PersonalText? Name,
    PersonalText? Email,
    StoredEmployment Employment,
    Guid? Account,
    StoredSource? Source,
    ScimUser? User
)
{
    /// <param name="person">The person of whom HR said it.</param>
    /// <param name="owner">The person for whom it is stored: the same, or one whose record it becomes.</param>
    public static PersonFacts Of(Person person, PersonId owner) =>
        new(
            person.Active,
            person.WasHired,
            StoredNumber.Of(owner, person.EmployeeNumber, person.Number?.Key ?? default),
            Owned(person.Name, owner),
            Owned(person.Email, owner),
            person.Employment.StoredFor(owner),
            person.Account,
            person.Source?.StoredFor(owner),
            Owned(person.User, owner)
        );

    public static ScimUser? Owned(ScimUser? user, PersonId owner) =>
        user is null ? null : user with { Resource = new(owner.Value, user.Resource.Text) };

    /// <summary>What is left of a person who goes on under another id.</summary>
    public PersonFacts WithoutRecord() =>
        this with
        {
            Active = false,
            EmployeeNumber = null,
            Account = null,
            Source = null,
            User = null,
        };

    public Person ApplyTo(Person person) =>
        person with
        {
            Active = Active,
            WasHired = WasHired,
            Number = EmployeeNumber,
            Name = Name,
            Email = Email,
            Employment = Employment.ToEmployment(),
            Account = Account,
            Source = Source?.ToRecord(),
            User = User,
            UserNameKey = User?.Keys.UserName ?? person.UserNameKey,
        };

    private static PersonalText? Owned(PersonalText? text, PersonId owner) =>
        text is { } known ? new PersonalText(owner.Value, known.Text) : null;
}
