using PeerNetwork.Enrollment.Integrations;
using PeerNetwork.Enrollment.Privacy;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.People;

// Hired, changed, declared and left each tell all that others may know of the person, so that what is published needs
// no second look.
public abstract record PersonEvent;

/// <summary>A client knows a person who does not work here, or not yet. Other services do not hear of it.</summary>
public sealed record PersonAnnounced(
    PersonId Person,
    StoredNumber? EmployeeNumber,
    PersonalText? Name,
    PersonalText? Email,
    StoredEmployment Employment,
    DateTimeOffset At,
    Guid? Account = null,
    StoredSource? Source = null
) : PersonEvent;

public sealed record PersonHired(
    PersonId Person,
    StoredNumber? EmployeeNumber,
    PersonalText? Name,
    PersonalText? Email,
    StoredEmployment Employment,
    PersonalValue<Profile>? Profile,
    DateTimeOffset At,
    Guid? Account = null,
    StoredSource? Source = null
) : PersonEvent;

public sealed record PersonChanged(
    PersonId Person,
    StoredNumber? EmployeeNumber,
    PersonalText? Name,
    PersonalText? Email,
    StoredEmployment Employment,
    PersonalValue<Profile>? Profile,
    DateTimeOffset At,
    Guid? Account = null,
    StoredSource? Source = null
) : PersonEvent;

public sealed record ProfileDeclared(
    PersonId Person,
    StoredEmployment Employment,
    PersonalValue<Profile> Profile,
    DateTimeOffset At,
    Guid? Account = null
) : PersonEvent;

public sealed record PersonLeft(
    PersonId Person,
    StoredEmployment Employment,
    PersonalValue<Profile>? Profile,
    DateTimeOffset At,
    Guid? Account = null
) : PersonEvent;

/// <summary>
/// All personal data of a person is to be destroyed, in every service. The keyed hashes stay, so that neither a roster
/// nor a SCIM client brings the person back.
/// </summary>
/// <param name="NumberKey">Of the employee number.</param>
/// <param name="UserNameKey">Of the name of the last SCIM user.</param>
public sealed record PersonErased(
    PersonId Person,
    ErasureReason Reason,
    Guid? NumberKey,
    Guid? UserNameKey,
    DateTimeOffset At
) : PersonEvent;

/// <summary>Something changes for the person on a later day.</summary>
/// <param name="On">The first day for which the change holds.</param>
/// <param name="DueAt">The moment at which it takes effect.</param>
public sealed record PersonChangeScheduled(
    PersonId Person,
    ChangeId Id,
    DateOnly On,
    PersonalValue<PersonChange> Change,
    ChangeSource Source,
    DateTimeOffset DueAt,
    DateTimeOffset At
) : PersonEvent;

/// <summary>A scheduled change took effect. The events that follow say what is different.</summary>
public sealed record PersonChangeApplied(PersonId Person, ChangeId Id, DateTimeOffset At) : PersonEvent;

/// <summary>A scheduled change will not take effect.</summary>
public sealed record PersonChangeCancelled(PersonId Person, ChangeId Id, DateTimeOffset At) : PersonEvent;

public sealed record TrainingCompleted(PersonId Person, ProgramId Program, string Module, DateTimeOffset At)
    : PersonEvent;

/// <summary>A SCIM client created or changed its user for this person.</summary>
public sealed record UserProvisioned(
    PersonId Person,
    ClientId Client,
    PersonalText Resource,
    UserKeys Keys,
    DateTimeOffset At
) : PersonEvent;

/// <summary>A SCIM client deleted its user for this person.</summary>
public sealed record UserDeprovisioned(PersonId Person, ClientId Client, DateTimeOffset At) : PersonEvent;
