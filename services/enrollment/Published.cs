using JasperFx.Events;
using PeerNetwork.Enrollment.AccountLinks;
using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.Messaging;
using Wire = PeerNetwork.Contracts.Enrollment;

namespace PeerNetwork.Enrollment;

/// <summary>Maps our events to contracts.</summary>
public static class Published
{
    /// <param name="e">One of our events.</param>
    /// <param name="encryption">Encrypts for matching what describes a person.</param>
    public static IEnumerable<object> Map(IEvent e, ExchangeEncryption encryption) =>
        e.Data switch
        {
            SiteOpened s =>
            [
                new Wire.SiteRecorded(s.Site.Value, e.Version, s.Code, s.Name, s.TimeZone, s.Country, s.At),
            ],
            SiteChanged s =>
            [
                new Wire.SiteRecorded(s.Site.Value, e.Version, s.Code, s.Name, s.TimeZone, s.Country, s.At),
            ],
            PersonHired p => [ToPersonRecorded(e, p.Person, p.Employment, p.Profile, p.Account, p.At, encryption)],
            PersonChanged p => [ToPersonRecorded(e, p.Person, p.Employment, p.Profile, p.Account, p.At, encryption)],
            ProfileDeclared p => [ToPersonRecorded(e, p.Person, p.Employment, p.Profile, p.Account, p.At, encryption)],
            PersonLeft p =>
            [
                ToPersonRecorded(e, p.Person, p.Employment, p.Profile, p.Account, p.At, encryption) with
                {
                    Active = false,
                },
            ],
            MergeEvent m when m.Facts.WasHired =>
            [
                ToPersonRecorded(e, m.Person, m.Facts.Employment, m.Profile, m.Facts.Account, m.At, encryption) with
                {
                    Active = m.Facts.Active,
                },
            ],
            RoleAssigned r => [ToRolesRecorded(e, r.Person, r.Roles, r.At)],
            RoleTermChanged r => [ToRolesRecorded(e, r.Person, r.Roles, r.At)],
            RoleEnded r => [ToRolesRecorded(e, r.Person, r.Roles, r.At)],
            AccountLinked a => [new Wire.AccountsRecorded(a.Person.Value, e.Version, a.All, a.At)],
            AccountUnlinked a => [new Wire.AccountsRecorded(a.Person.Value, e.Version, a.All, a.At)],
            PersonErased p => [new Contracts.Privacy.PersonErased(p.Person.Value, e.Version, p.At)],
            ProgramPublished p => [ToProgramPublished(e, p.Program, p.Plan, p.GuidelinesVersion, p.At)],
            ProgramRevised p => [ToProgramPublished(e, p.Program, p.Plan, p.GuidelinesVersion, p.At)],
            ProgramClosed p => [new Wire.ProgramClosed(p.Program.Value, e.Version, p.At)],
            ApplicationSubmitted a =>
            [
                new Wire.ApplicationSubmitted(
                    a.Application.Value,
                    e.Version,
                    a.Program.Value,
                    a.Person.Value,
                    a.SiteCode,
                    EnumText.Of(a.Role),
                    a.At
                ),
            ],
            ApplicationApproved a =>
            [
                new Wire.ApplicationApproved(
                    a.Application.Value,
                    e.Version,
                    a.Program.Value,
                    a.Person.Value,
                    a.SiteCode,
                    EnumText.Of(a.Role),
                    a.At
                ),
            ],
            ApplicantBecameReady a => [ToApplicantBecameReady(e, a), ToMatchingProfileCompleted(e, a, encryption)],
            ApplicantNoLongerReady n =>
            [
                new Wire.ApplicantNoLongerReady(
                    n.Application.Value,
                    e.Version,
                    n.Program.Value,
                    n.Person.Value,
                    n.SiteCode,
                    EnumText.Of(n.Role),
                    EnumText.Of(n.Reason),
                    n.At
                ),
            ],
            ApplicationRejected a =>
            [
                new Wire.ApplicationRejected(
                    a.Application.Value,
                    e.Version,
                    a.Program.Value,
                    a.Person.Value,
                    a.SiteCode,
                    EnumText.Of(a.Role),
                    a.ByRule,
                    a.At
                ),
            ],
            ApplicationWithdrawn a =>
            [
                new Wire.ApplicationWithdrawn(
                    a.Application.Value,
                    e.Version,
                    a.Program.Value,
                    a.Person.Value,
                    a.SiteCode,
                    EnumText.Of(a.Role),
                    a.At
                ),
            ],
            _ => [],
        };

    private static Wire.PersonRecorded ToPersonRecorded(
        IEvent e,
        PersonId id,
        StoredEmployment work,
        PersonalValue<Profile>? profile,
        Guid? account,
        DateTimeOffset at,
        ExchangeEncryption encryption
    ) =>
        new(
            id.Value,
            e.Version,
            Active: true,
            work.SiteCode,
            work.TimeZone,
            work.Manager?.Value,
            at,
            account,
            work.OnLeave,
            EnumText.Of(work.Kind),
            work.AgreementDue,
            work.Description.Value?.Department,
            MatchingData.Of(work, profile?.Value) is { } description ? encryption.Encrypt(description, id.Value) : null,
            work.OtherManagers()
        );

    private static Wire.RolesRecorded ToRolesRecorded(
        IEvent e,
        PersonId person,
        IReadOnlyList<RoleAssignment> roles,
        DateTimeOffset at
    ) =>
        new(
            person.Value,
            e.Version,
            [
                .. roles.Select(r => new Wire.RoleRecorded(
                    r.Id.Value,
                    r.Role,
                    r.Sites,
                    [.. r.Programs.Select(p => p.Value)],
                    r.Departments,
                    r.Starts,
                    r.Ends,
                    r.OnBehalfOf?.Value
                )),
            ],
            at
        );

    private static Wire.ApplicantBecameReady ToApplicantBecameReady(IEvent e, ApplicantBecameReady a) =>
        new(
            a.Application.Value,
            e.Version,
            a.Program.Value,
            a.Person.Value,
            a.SiteCode,
            EnumText.Of(a.Role),
            a.MentorCapacity,
            a.ReadyAt,
            a.At
        );

    private static Wire.MatchingProfileCompleted ToMatchingProfileCompleted(
        IEvent e,
        ApplicantBecameReady a,
        ExchangeEncryption encryption
    ) =>
        new(
            a.Application.Value,
            e.Version,
            a.Program.Value,
            a.Person.Value,
            a.SiteCode,
            EnumText.Of(a.Role),
            a.MentorCapacity,
            a.ReadyAt,
            a.At,
            MatchingData.Of(a.Background?.Value) is { } answers
                ? encryption.Encrypt(answers, a.Application.Value)
                : null
        );

    private static Wire.ProgramPublished ToProgramPublished(
        IEvent e,
        ProgramId id,
        ProgramPlan plan,
        int guidelines,
        DateTimeOffset at
    ) =>
        new(
            id.Value,
            e.Version,
            plan.Name,
            plan.SiteCodes,
            plan.Starts!.Value,
            plan.Ends,
            plan.MeetingEveryDays,
            plan.DaysToAnswer(),
            guidelines,
            [.. plan.Formats.Select(EnumText.Of)],
            plan.Formats.Contains(ProgramFormat.Coffee) ? plan.Coffee.EveryDays : null,
            at,
            plan.HasRuns() ? new(plan.Runs.EveryDays, plan.Runs.WithoutReview, plan.Runs.RefillWithinMinutes) : null,
            [
                .. plan.Targets.Select(t => new Wire.TargetRecorded(
                    EnumText.Of(t.Metric),
                    t.Baseline,
                    t.Value,
                    t.Due ?? plan.Ends
                )),
            ],
            plan.Formats.Contains(ProgramFormat.Group)
                ? new(plan.Groups.MinMentees!.Value, plan.Groups.MaxMentees!.Value)
                : null,
            plan.HasRuns() && plan.Roadmap.Steps is not []
                ? new(
                    EnumText.Of(plan.Roadmap.Mode),
                    [
                        .. plan.Roadmap.Steps.Select(s => new Wire.RoadmapStepRecorded(
                            s.Title,
                            s.Week,
                            s.Agenda ?? [],
                            s.Assessment
                        )),
                    ]
                )
                : null
        );
}
