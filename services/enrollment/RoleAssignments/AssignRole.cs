using System.Collections.Immutable;
using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.Enrollment.Sites;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.RoleAssignments;

/// <summary>A person gets a role, for given sites and programs, for a term, with a reason.</summary>
public static class AssignRole
{
    private const int MaxRoles = 50,
        MaxScope = 200,
        MaxReasonLength = 1_000;

    /// <summary>What a person can be given. Machines have tokens of their own.</summary>
    public static readonly ImmutableArray<string> AssignableRoles =
    [
        Roles.Coordinator,
        Roles.Ambassador,
        Roles.Sponsor,
        Roles.CommitteeMember,
        Roles.PeopleAdmin,
        Roles.Overseer,
    ];

    /// <summary>The roles that are for the whole company.</summary>
    private static readonly string[] CompanyRoles = [Roles.PeopleAdmin, Roles.Overseer];

    /// <param name="Role"><c>coordinator</c> (of one site: a local coordinator), <c>ambassador</c>, <c>sponsor</c>,
    /// <c>committee-member</c>, <c>people-admin</c> or <c>overseer</c>.</param>
    /// <param name="SiteCodes">The sites for which it holds; <c>*</c> stands for all sites.</param>
    /// <param name="Programs">The programs for which it holds; left out for all programs.</param>
    /// <param name="From">The first day, in the time zone of the person's site; left out for now.</param>
    /// <param name="Until">The last day; left out for a term without an end.</param>
    public sealed record Request(
        string Role,
        IReadOnlyList<string> SiteCodes,
        string Reason,
        IReadOnlyList<Guid>? Programs = null,
        DateOnly? From = null,
        DateOnly? Until = null
    );

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator()
        {
            RuleFor(r => r.Role)
                .Must(role => AssignableRoles.Contains(role))
                .WithMessage($"must be one of {string.Join(", ", AssignableRoles)}");
            RuleFor(r => r.SiteCodes)
                .Must(IsSetOf)
                .WithMessage($"must name 1 to {MaxScope} different sites, or * alone")
                .Must(codes => codes is ["*"])
                .When(r => CompanyRoles.Contains(r.Role), ApplyConditionTo.CurrentValidator)
                .WithMessage("must be * alone: this role is for the whole company");
            RuleFor(r => r.Programs)
                .Must(ids => ids is null || (ids.Count is > 0 and <= MaxScope && ids.Distinct().Count() == ids.Count))
                .WithMessage($"must name 1 to {MaxScope} different programs; left out it means all")
                .Null()
                .When(r => CompanyRoles.Contains(r.Role), ApplyConditionTo.CurrentValidator)
                .WithMessage("must be left out: this role is for the whole company");
            RuleFor(r => r.Reason).Reason();
            RuleFor(r => r.From).Day();
            RuleFor(r => r.Until)
                .Day()
                .Must((r, until) => until is null || r.From is null || until >= r.From)
                .WithMessage("must not be before from");
        }

        private static bool IsSetOf(IReadOnlyList<string> codes) =>
            codes is ["*"]
            || (codes.Count is > 0 and <= MaxScope && codes.Distinct().Count() == codes.Count && !codes.Contains("*"));
    }

    internal static IRuleBuilderOptions<T, string?> Reason<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Text(MaxReasonLength);

    public static async Task<Created<CreatedId>> Handle(
        Guid id,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels models,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        user.RequireManageRole(id, new(request.Role, request.SiteCodes, request.Programs ?? []));
        await RequireKnownScope(request, models, events, ct);
        var now = clock.GetUtcNow();
        var assignment = new AssignmentId(Guid.CreateVersion7(now));
        var reason = new PersonalText(user.Id(), request.Reason);
        await events.Update(
            async writes =>
            {
                var person = await writes.Fetch<Person, PersonEvent>(id, Person.Evolve);
                var stream = RoleHolder.StreamOf(new(id));
                var holder = await writes.Fetch<RoleHolder, RoleEvent>(stream, RoleHolder.Evolve);
                writes.Append<RoleHolder, RoleEvent>(
                    stream,
                    Decide(holder, person, assignment, request, user.Id(), reason, now)
                );
            },
            ct
        );
        return TypedResults.Created($"/people/{id}/roles/{assignment.Value}", new CreatedId(assignment.Value));
    }

    public static RoleEvent[] Decide(
        RoleHolder? holder,
        Person? person,
        AssignmentId id,
        Request request,
        Guid by,
        PersonalText reason,
        DateTimeOffset now
    )
    {
        if (person is null)
            throw new DomainException(DomainError.NotFound, "No such person.");
        if (!person.Active)
            throw new DomainException(DomainError.Conflict, "This person does not work here.");
        var known = holder?.Roles ?? [];
        if (known.Count >= MaxRoles)
            throw new DomainException(
                DomainError.Conflict,
                $"This person has {MaxRoles} roles already. End one first."
            );
        var zone = person.Employment.TimeZone;
        var from = request.From ?? ScheduledChange.DayOf(now, zone);
        var assignment = new RoleAssignment(
            id,
            request.Role,
            [.. request.SiteCodes],
            [.. (request.Programs ?? []).Select(p => new ProgramId(p))],
            from,
            null,
            request.From is null ? now : ScheduledChange.StartOf(from, zone),
            null
        ).WithEnd(request.Until, zone);
        if (assignment.Ends <= now)
            throw new InvalidFieldException("until", "must not be past");
        if (known.Any(r => IsSame(r, assignment)))
            throw new DomainException(
                DomainError.Conflict,
                "This person has the role for these sites and programs already. Change its term instead."
            );
        return [new RoleAssigned(person.Id, assignment, by, reason, [.. known, assignment], now)];
    }

    /// <summary>Whether two assignments say the same of the same days.</summary>
    private static bool IsSame(RoleAssignment known, RoleAssignment added) =>
        known.Role == added.Role
        && known.Sites.ToHashSet().SetEquals(added.Sites)
        && known.Programs.ToHashSet().SetEquals(added.Programs)
        && (known.Ends is not { } end || added.Starts < end)
        && (added.Ends is not { } addedEnd || known.Starts < addedEnd);

    private static async Task RequireKnownScope(
        Request request,
        ReadModels models,
        EventStreams events,
        CancellationToken ct
    )
    {
        var known = (await SitesProjection.LoadAll(models, ct)).Select(s => s.Code).Append("*").ToHashSet();
        if (request.SiteCodes.FirstOrDefault(code => !known.Contains(code)) is not null)
            throw new InvalidFieldException("siteCodes", $"must be known sites: {string.Join(", ", known.Order())}");
        foreach (var program in request.Programs ?? [])
            if (await events.Read<MentoringProgram, ProgramEvent>(program, MentoringProgram.Evolve, ct) is null)
                throw new InvalidFieldException("programs", $"must be known programs, which {program} is not");
    }
}
