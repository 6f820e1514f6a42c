using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.People.Merges;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>
/// Withdraws the open applications of a person who left, or whom a change of the employment takes out of a rule that
/// they passed when they applied; and frees the places that they held. A mentorship that runs already goes on.
/// </summary>
/// <remarks>
/// It also checks each application that is submitted, so that the order of both does not matter.
/// </remarks>
public sealed class RecheckApplications : ReactingSubscription
{
    private readonly ReadModels _models;

    public RecheckApplications(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
        : base("recheck_applications", scopes, clock)
    {
        _models = models;
        On<ApplicationSubmitted>(a => a.Application.Value);
        On<PersonChanged>((p, ct) => FindOpen(p.Person, ct));
        On<PersonLeft>((p, ct) => FindOpen(p.Person, ct));
        On<DuplicateMerged>((m, ct) => FindOpen(m.Person, ct));
        On<MergedInto>((m, ct) => FindOpen(m.Person, ct));
        On<MergeUndone>((m, ct) => FindOpen(m.Person, ct));
    }

    public static ApplicationEvent[] Decide(
        Application? application,
        Person? person,
        MentoringProgram? program,
        DateTimeOffset now
    )
    {
        if (application is not { IsOpen: true } a || person is null || program is null)
            return [];
        var withdrawn = new ApplicationWithdrawn(a.Id, a.Program, a.Person, a.SiteCode, a.Role, now);
        if (!person.Active)
            return [withdrawn];
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var rules = program.Plan.Eligibility.Check(a.Role, program.Plan.SiteCodes, person, today);
        return rules.Any(r => !r.Passed && r.IsOfEmployment && a.HasPassed(r))
            ? [withdrawn with { Rules = new(a.Person.Value, rules) }]
            : [];
    }

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        if (await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve) is not { } application)
            return;
        var person = await writes.Fetch<Person, PersonEvent>(application.Person.Value, Person.Evolve);
        var program = await writes.Fetch<MentoringProgram, ProgramEvent>(
            application.Program.Value,
            MentoringProgram.Evolve
        );
        if (Decide(application, person, program, now) is not [_, ..] withdrawn)
            return;
        writes.Append<Application, ApplicationEvent>(id, withdrawn);
        if (application.WasApproved)
            await WithdrawApplication.ReleaseCapacity(writes, _models, application, now, ct);
    }

    private Task<IReadOnlyList<Guid>> FindOpen(PersonId person, CancellationToken ct) =>
        _models.Query<Guid>(
            $"""
            select id from applications
            where person = {person.Value} and status <> all (array['rejected', 'withdrawn'])
            """,
            ct
        );
}
