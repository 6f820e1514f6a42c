using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>
/// A leader names an assistant who may use a role of the leader for a term. The assistant names the leader in the
/// header X-On-Behalf-Of, and every event says who acted for whom.
/// </summary>
public static class DelegateRole
{
    /// <summary>An overseer and a member of the committee are independent: they act in person.</summary>
    private static readonly string[] DelegableRoles =
    [
        Roles.Coordinator,
        Roles.Ambassador,
        Roles.Sponsor,
        Roles.PeopleAdmin,
    ];

    /// <param name="Assistant">The id of the person.</param>
    /// <param name="Role">A role that was assigned to the leader.</param>
    /// <param name="SiteCodes">Sites for which the leader has the role.</param>
    /// <param name="Programs">Programs for which the leader has the role; left out for all of them.</param>
    /// <param name="Departments">Departments for which the leader has the role; left out for all of them.</param>
    /// <param name="Until">The last day, in the time zone of the assistant's site.</param>
    /// <param name="From">The first day; left out for now.</param>
    public sealed record Request(
        Guid Assistant,
        string Role,
        IReadOnlyList<string> SiteCodes,
        DateOnly Until,
        string Reason,
        IReadOnlyList<Guid>? Programs = null,
        IReadOnlyList<string>? Departments = null,
        DateOnly? From = null
    ) : IRoleScope;

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            Include(new RoleScopeValidator());
            RuleFor(r => r.Role)
                .Must(role => DelegableRoles.Contains(role))
                .WithMessage($"must be one of {string.Join(", ", DelegableRoles)}");
            RuleFor(r => r.Reason).Reason();
            RuleFor(r => r.From).Day();
            RuleFor(r => (DateOnly?)r.Until).LastDayFrom(r => r.From).OverridePropertyName(nameof(Request.Until));
        }
    }

    public static async Task<Created<CreatedId>> Handle(
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var id = user.Id();
        if (request.Assistant == id)
            throw new InvalidFieldException("assistant", "must be another person");
        await request.RequireKnown(models, events, ct);
        var now = clock.GetUtcNow();
        var assignment = new AssignmentId(Guid.CreateVersion7(now));
        await events.Update(
            async writes =>
            {
                var leader = await writes.Fetch<RoleHolder, RoleEvent>(RoleHolder.StreamOf(new(id)), RoleHolder.Evolve);
                var assistant = await writes.Fetch<Person, PersonEvent>(request.Assistant, Person.Evolve);
                var stream = RoleHolder.StreamOf(new(request.Assistant));
                var holder = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
                writes.Append<RoleHolder, RoleEvent>(
                    stream,
                    Decide(holder, assistant, leader, assignment, request, new PersonalText(id, request.Reason), now)
                );
            },
            ct
        );
        return TypedResults.Created(
            $"/people/{request.Assistant}/roles/{assignment.Value}",
            new CreatedId(assignment.Value)
        );
    }

    public static RoleEvent[] Decide(
        RoleHolder? holder,
        Person? assistant,
        RoleHolder? leader,
        AssignmentId id,
        Request request,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        var decided = AssignRole.Decide(
            holder,
            assistant,
            id,
            new(
                request.Role,
                request.SiteCodes,
                request.Reason,
                request.Programs,
                request.Departments,
                request.From,
                request.Until
            ),
            reason.Owner,
            reason,
            now,
            leader?.Person
        );
        var assignment = decided.OfType<RoleAssigned>().Single().Assignment;
        return leader is not null && IsCovered(assignment, leader)
            ? decided
            : throw new DomainException(
                DomainError.Forbidden,
                "You delegate roles that were assigned to you, for your own sites, programs, departments and term. "
                    + "A role that your token claims cannot be delegated."
            );
    }

    /// <summary>Whether one role of the leader's own includes the delegated one, for all of its term.</summary>
    public static bool IsCovered(RoleAssignment delegated, RoleHolder leader) =>
        leader.Roles.Any(own =>
            own.OnBehalfOf is null
            && own.Role == delegated.Role
            && own.Starts <= delegated.Starts
            && (own.Ends is not { } end || delegated.Ends <= end)
            && new AccessScope([own.ToGrant()]).Includes(delegated.ToGrant())
        );
}

/// <summary>What a person delegated ends when the person has the role no more.</summary>
public sealed class EndDelegations : ReactingSubscription
{
    private readonly ReadModels _models;

    public EndDelegations(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
        : base("end_delegations", scopes, clock)
    {
        _models = models;
        On<RoleEnded>((ended, ct) => FindAssistants(ended.Person, ct));
        On<RoleTermChanged>((changed, ct) => FindAssistants(changed.Person, ct));
        // The leader may have lost the role just before.
        On<RoleAssigned>((assigned, ct) => FindAssistants(assigned.Assignment.OnBehalfOf, ct));
    }

    public static RoleEvent[] Decide(RoleHolder holder, RoleHolder leader, DateTimeOffset now) =>
        holder.End(
            role => role.OnBehalfOf == leader.Person && !DelegateRole.IsCovered(role, leader),
            RoleEndCause.DelegatorLostRole,
            now
        );

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        var stream = RoleHolder.StreamOf(new(id));
        if (await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve) is not { } holder)
            return;
        foreach (var delegator in holder.Roles.Select(r => r.OnBehalfOf).OfType<PersonId>().Distinct().ToArray())
        {
            var leader = await writes.Fetch<RoleHolder, RoleEvent>(RoleHolder.StreamOf(delegator), RoleHolder.Evolve);
            var current = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
            writes.Append<RoleHolder, RoleEvent>(stream, Decide(current!, leader ?? new(delegator, []), now));
        }
    }

    private async Task<IReadOnlyList<Guid>> FindAssistants(PersonId? leader, CancellationToken ct) =>
        leader is { } id
            ? await _models.Query<Guid>(
                $"select distinct person from role_assignments where on_behalf_of = {id.Value}",
                ct
            )
            : [];
}
