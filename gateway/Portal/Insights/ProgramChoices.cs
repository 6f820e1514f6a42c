using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Insights;

/// <summary>The programs that have figures: those that were published.</summary>
public sealed record ProgramChoices(IReadOnlyList<ProgramChoice> Programs)
{
    private const int MostShown = 200;

    public static async Task<ProgramChoices> Load(EnrollmentClient enrollment)
    {
        var programs = await enrollment.ListProgramsAsync(limit: MostShown);
        return new([
            .. programs
                .Items.Where(program => program.Status is not "draft")
                .OrderBy(program => program.Name, StringComparer.CurrentCulture)
                .Select(program => new ProgramChoice(program.Id, program.Name)),
        ]);
    }
}

public sealed record ProgramChoice(Guid Id, string Name);
