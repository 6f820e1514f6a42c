using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination.Skills;

/// <summary>The people who may close the gap of a skill.</summary>
/// <param name="Program">To which they can be invited; null where the user coordinates none that takes
/// applications.</param>
/// <param name="Programs">All of those.</param>
public sealed record SkilledPeopleView(
    string Skill,
    ListSkilledPeopleResponse Found,
    Guid? Program,
    IReadOnlyList<ListCoordinatedProgramsCoordinatedProgram> Programs
)
{
    /// <param name="program">The chosen one; null for the first.</param>
    public static async Task<SkilledPeopleView> Load(string skill, Guid? program, EnrollmentClient enrollment)
    {
        var programs = (await CoordinatedPrograms.Load(enrollment)).Items.Where(p => p.Status == "published").ToArray();
        var chosen = programs.FirstOrDefault(p => p.Id == program) ?? programs.FirstOrDefault();
        return new(skill, await enrollment.ListSkilledPeopleAsync(skill, chosen?.Id), chosen?.Id, programs);
    }
}
