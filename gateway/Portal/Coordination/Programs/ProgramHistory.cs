using PeerNetwork.Portal.Api;
using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.Coordination.Programs;

/// <summary>The versions of a program, the newest first, with the names of those who made them.</summary>
/// <param name="Next">The cursor of older versions; null where all are here.</param>
public sealed record ProgramHistory(
    Guid Id,
    string Name,
    bool IsClosed,
    IReadOnlyList<ListProgramVersionsProgramVersion> Versions,
    string? Next,
    IReadOnlyDictionary<Guid, string?> Names
)
{
    public static async Task<ProgramHistory> Load(Guid id, EnrollmentClient enrollment)
    {
        // First, because it is refused to users who coordinate no site of the program.
        var page = await enrollment.ListProgramVersionsAsync(id);
        var program = await enrollment.ShowProgramAsync(id);
        return new(
            id,
            program.Plan.Name,
            program.Status is ProgramStatus.Closed,
            page.Items,
            page.Next,
            await NamesIn(page, enrollment)
        );
    }

    public async Task<ProgramHistory> LoadMore(EnrollmentClient enrollment)
    {
        var page = await enrollment.ListProgramVersionsAsync(Id, Next);
        var names = await NamesIn(page, enrollment);
        return this with { Versions = [.. Versions, .. page.Items], Next = page.Next, Names = Names.And(names) };
    }

    public string? NameOf(Guid? person) => Names.Of(person);

    /// <summary>Whether the settings of the version differ from those in force.</summary>
    public bool MayRestore(ListProgramVersionsProgramVersion version) =>
        !IsClosed && Versions.Any(later => later.Version > version.Version && later.Changes is not []);

    private static Task<IReadOnlyDictionary<Guid, string?>> NamesIn(
        PageResponseOfListProgramVersionsProgramVersion page,
        EnrollmentClient enrollment
    ) => enrollment.NamesOf(page.Items.Select(version => version.By).OfType<Guid>());
}
