using System.Diagnostics;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Training;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People;

public readonly record struct PersonId(Guid Value) : IPersonId;

/// <summary>The record of a person in an HR system of the company.</summary>
/// <param name="Source">The name of the system in the settings.</param>
/// <param name="Id">The id of the person in that system.</param>
/// <param name="Key">A keyed hash of both.</param>
public sealed record SourceRecord(string Source, string Id, Guid Key);

/// <summary>A person of the company, as HR and the person describe them.</summary>
/// <param name="Number">Null where HR gave none, and after an erasure.</param>
/// <param name="Account">The id of the account that signs the person in (<see cref="AccountIds"/>), where HR named
/// it.</param>
public sealed record Person(
    PersonId Id,
    StoredNumber? Number,
    PersonalText? Name,
    PersonalText? Email,
    Employment Employment,
    Profile? Profile = null,
    bool Active = true,
    Guid? Account = null
)
{
    public string? EmployeeNumber => Number?.Text.Text;

    /// <summary>The training modules that the person has completed, one as often as it was completed.</summary>
    public IReadOnlyList<CompletedModule> Completed { get; init; } = [];

    /// <summary>The mail addresses that the person has and had, the present one last.</summary>
    public IReadOnlyList<HeldEmail> Emails { get; init; } = [];

    /// <summary>The record that speaks for the person; null where no HR system does.</summary>
    public SourceRecord? Source { get; init; }

    /// <summary>The term of a guest; null for a person who has no access as a guest.</summary>
    public GuestTerm? Guest { get; init; }

    /// <summary>Null where no SCIM client has a user for this person.</summary>
    public ScimUser? User { get; init; }

    /// <summary>The keyed hash of the name of the present or the last SCIM user.</summary>
    public Guid? UserNameKey { get; init; }

    /// <summary>The changes that are still to come.</summary>
    public IReadOnlyList<ScheduledChange> Scheduled { get; init; } = [];

    /// <summary>Whether the person has ever worked here.</summary>
    public bool WasHired { get; init; }

    /// <summary>While it is there, nothing erases the person.</summary>
    public LegalHoldPlaced? LegalHold { get; init; }

    /// <summary>The merges of other records into this person, the last one last.</summary>
    public IReadOnlyList<Merge> Merges { get; init; } = [];

    /// <summary>Null for a person who goes on under this id.</summary>
    public MergedAway? MergedInto { get; init; }

    /// <summary>Whether the personal data of the person is destroyed. Nothing follows after that.</summary>
    public bool Erased { get; init; }

    public PersonStatus Status =>
        this switch
        {
            { Active: false, WasHired: false } => PersonStatus.PreHire,
            { Active: false } => PersonStatus.Left,
            { Scheduled: var changes } when changes.Any(s => s.Change.Status == EmploymentStatus.Left) =>
                PersonStatus.OnNotice,
            { Employment.OnLeave: true } => PersonStatus.OnLeave,
            _ => PersonStatus.Active,
        };

    /// <summary>Whether the day is known on which the person begins, or begins again, to work here.</summary>
    public bool Starts => !Active && Scheduled.Any(s => s.Change.Status == EmploymentStatus.Active);

    public PersonHired Hire(Employment work, DateTimeOffset now) =>
        new(Id, Number, Name, Email, work.StoredFor(Id), Profile?.StoredFor(Id), now, Account, Source?.StoredFor(Id));

    public PersonChanged Change(Employment work, DateTimeOffset now) =>
        new(Id, Number, Name, Email, work.StoredFor(Id), Profile?.StoredFor(Id), now, Account, Source?.StoredFor(Id));

    public PersonLeft Leave(DateTimeOffset now) =>
        new(Id, Employment.StoredFor(Id), Profile?.StoredFor(Id), now, Account);

    public bool IsDescribedBy(
        string? employeeNumber,
        PersonalText? name,
        PersonalText? email,
        Employment work,
        Guid? account,
        SourceRecord? source
    ) =>
        EmployeeNumber == employeeNumber
        && Name == name
        && Email == email
        && Account == account
        && Source == source
        && Employment.ContentEquals(work);

    public static Person Evolve(Person? person, PersonEvent e) =>
        (person, e) switch
        {
            (null, PersonHired h) => Of(h),
            (null, PersonAnnounced a) => new(
                a.Person,
                a.EmployeeNumber,
                a.Name,
                a.Email,
                a.Employment.ToEmployment(),
                Active: false,
                Account: a.Account
            )
            {
                Emails = EmailHistory.Of(a.Email, a.At),
                Source = a.Source?.ToRecord(),
            },
            ({ Active: false } p, PersonAnnounced a) => p with
            {
                Number = a.EmployeeNumber,
                Name = a.Name,
                Email = a.Email,
                Emails = p.Emails.Then(a.Email, a.At),
                Employment = a.Employment.ToEmployment(),
                Account = a.Account,
                Source = a.Source?.ToRecord(),
            },
            ({ Active: false } p, PersonHired h) => p with
            {
                Number = h.EmployeeNumber,
                Name = h.Name,
                Email = h.Email,
                Emails = p.Emails.Then(h.Email, h.At),
                Employment = h.Employment.ToEmployment(),
                Active = true,
                WasHired = true,
                Account = h.Account,
                Source = h.Source?.ToRecord(),
            },
            ({ } p, PersonChanged c) => p with
            {
                Number = c.EmployeeNumber,
                Name = c.Name,
                Email = c.Email,
                Emails = p.Emails.Then(c.Email, c.At),
                Employment = c.Employment.ToEmployment(),
                Account = c.Account,
                Source = c.Source?.ToRecord(),
            },
            ({ } p, ProfileDeclared d) => p with { Profile = d.Profile.Value },
            ({ } p, PersonLeft) => p with { Active = false },
            ({ } p, PersonErased) => p.Erase(),
            ({ } p, LegalHoldPlaced h) => p with { LegalHold = h },
            ({ } p, LegalHoldEnded) => p with { LegalHold = null },
            ({ } p, UserProvisioned u) => p with { User = new(u.Resource, u.Keys), UserNameKey = u.Keys.UserName },
            ({ } p, UserDeprovisioned) => p with { User = null },
            ({ } p, PersonChangeScheduled s) => p with { Scheduled = [.. p.Scheduled, ScheduledChange.Of(s)] },
            ({ } p, PersonChangeApplied a) => p with { Scheduled = [.. p.Scheduled.Where(s => s.Id != a.Id)] },
            ({ } p, PersonChangeCancelled c) => p with { Scheduled = [.. p.Scheduled.Where(s => s.Id != c.Id)] },
            ({ } p, GuestEvent g) => p with { Guest = GuestTerm.Evolve(p.Guest, g) },
            ({ } p, MergeEvent m) => PersonMerges.Evolve(p, m),
            ({ } p, TrainingCompleted t) => p with { Completed = [.. p.Completed, new(t.Program, t.Module, t.At)] },
            _ => throw new UnreachableException($"{e} cannot follow {person}"),
        };

    private static Person Of(PersonHired h) =>
        new(
            h.Person,
            h.EmployeeNumber,
            h.Name,
            h.Email,
            h.Employment.ToEmployment(),
            h.Profile?.Value,
            Account: h.Account
        )
        {
            Emails = EmailHistory.Of(h.Email, h.At),
            WasHired = true,
            Source = h.Source?.ToRecord(),
        };

    private Person Erase() =>
        new(Id, null, new PersonalText(Id.Value, null), null, Employment.Erased(), Active: false)
        {
            WasHired = WasHired,
            Erased = true,
        };
}
