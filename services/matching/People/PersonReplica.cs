using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Matching.People;

/// <summary>
/// Enrollment reported that a person left the company. The <see cref="PersonReplica"/> holds the present state.
/// </summary>
public sealed record PersonLeft(PersonId Person, DateTimeOffset At);

/// <summary>
/// Enrollment reported that a person is on leave. The <see cref="PersonReplica"/> holds the present state.
/// </summary>
public sealed record PersonWentOnLeave(PersonId Person, DateTimeOffset At);

/// <summary>
/// Enrollment reported a line manager whom the person did not have before, in any job. The <see cref="PersonReplica"/>
/// holds the present ones.
/// </summary>
public sealed record ManagerChanged(PersonId Person, DateTimeOffset At);

/// <summary>A person set or changed the limit of their hours as a mentor.</summary>
public sealed record MentorHoursLimited(PersonId Person, int HoursPerMonth, DateTimeOffset At);

/// <summary>All that this service held on a person was destroyed.</summary>
/// <param name="Keys">How many encryption keys: 1, or 0 where nothing was encrypted for the person.</param>
/// <param name="Profiles">How many replicas: 1, or 0 where enrollment had not published the person.</param>
public sealed record PersonalDataErased(PersonId Person, int Keys, int Profiles, DateTimeOffset At);

/// <summary>The newest version of a person that enrollment published.</summary>
/// <param name="Managers">The direct line managers: of the main job, and of the others.</param>
/// <param name="Description">Null where the person was erased.</param>
/// <param name="HoursPerMonth">The time that the person gives to all mentorships as a mentor; null for no
/// limit. It is in plain, because the database computes with it.</param>
/// <param name="Account">The id of the account that signs the person in, where known.</param>
/// <param name="OnLeave">Away for a longer time: the person is matched again after the return.</param>
/// <param name="Kind">As enrollment says it; a guest has no roles.</param>
/// <param name="AgreementDue">A guest who has not accepted the present agreement gets no new match.</param>
/// <param name="Department">As HR names it, in plain: roles may be for departments.</param>
public sealed record PersonReplica(
    Guid Id,
    long Version,
    bool Active,
    string SiteCode,
    string TimeZone,
    Guid[] Managers,
    PersonalValue<PersonDescription>? Description,
    int? HoursPerMonth = null,
    Guid? Account = null,
    bool OnLeave = false,
    string Kind = "employee",
    bool AgreementDue = false,
    string? Department = null
) : IReplica
{
    /// <summary>
    /// A part of a statement: whether the person <c>w</c> is an employee or a contractor, and not from outside.
    /// </summary>
    public static FormattableString IsStaff => $"w.data ->> 'kind' in ('employee', 'contractor')";

    /// <summary>Whether the person works for the company, as an employee or a contractor.</summary>
    public bool IsActiveStaff() => this is { Active: true, Kind: "employee" or "contractor" };
}
