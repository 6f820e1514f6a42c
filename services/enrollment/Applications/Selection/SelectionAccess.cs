using System.Security.Claims;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Applications.Selection;

/// <summary>An application that waits for a decision, with what its selection depends on.</summary>
/// <param name="Rubrics">What the program asks of an application in its role.</param>
public sealed record Applicant(Application Application, Person Person, IReadOnlyList<RoleSelection> Rubrics)
{
    /// <exception cref="DomainException">The application was decided on or withdrawn, or its program asks for no
    /// interview and no assessment.</exception>
    public void RequireSelection()
    {
        if (Application.Status is not ApplicationStatus.Submitted)
            throw new DomainException(
                DomainError.Conflict,
                "Only an application that waits for an answer is interviewed or assessed."
            );
        if (Rubrics is [])
            throw new DomainException(
                DomainError.Conflict,
                "The program asks for no interview and no assessment in this role."
            );
    }

    /// <summary>Whether a person or account is the applicant, reports to the applicant, or is the manager.</summary>
    /// <param name="id">Of the person or account.</param>
    /// <param name="assessor">Null for an account that belongs to no person.</param>
    public bool IsInReportingLineOf(Guid id, Person? assessor) =>
        id == Person.Id.Value
        || Person.Employment.HasManager(new(id))
        || assessor?.Employment.HasManager(Person.Id) is true;
}

internal static class SelectionAccess
{
    /// <returns>The application of another person, which the user coordinates.</returns>
    /// <exception cref="DomainException">There is none, or it is the user's own.</exception>
    public static async Task<Applicant> FetchApplicant(this StreamWrites writes, Guid id, ClaimsPrincipal user)
    {
        var application =
            await writes.FetchVisible(id, user)
            ?? throw new DomainException(DomainError.NotFound, "No such application.");
        RequireOfOthers(application, user);
        var person = await writes.Fetch<Person, PersonEvent>(application.Person.Value, Person.Evolve);
        var program = await writes.Fetch<MentoringProgram, ProgramEvent>(
            application.Program.Value,
            MentoringProgram.Evolve
        );
        return new(application, person!, program!.Plan.Selection.For(application.Role));
    }

    /// <inheritdoc cref="FetchApplicant"/>
    public static async Task<Applicant> ReadApplicant(
        this EventStreams events,
        Guid id,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var application = await events.Read<Application, ApplicationEvent>(id, Application.Evolve, ct);
        var person = application is null
            ? null
            : await events.Read<Person, PersonEvent>(application.Person.Value, Person.Evolve, ct);
        if (application is null || person is null || !user.Coordinates(application, person))
            throw new DomainException(DomainError.NotFound, "No such application.");
        RequireOfOthers(application, user);
        var program = await events.Read<MentoringProgram, ProgramEvent>(
            application.Program.Value,
            MentoringProgram.Evolve,
            ct
        );
        return new(application, person, program!.Plan.Selection.For(application.Role));
    }

    private static void RequireOfOthers(Application application, ClaimsPrincipal user)
    {
        if (application.Person.Value == user.Id())
            throw new DomainException(
                DomainError.Forbidden,
                "This is your own application: another coordinator sees to its interview and assessment."
            )
            {
                Code = "own-application",
            };
    }
}
