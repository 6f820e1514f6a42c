namespace PeerNetwork.DemoCompany;

/// <summary>What HR holds on a person, with the skills that people state themselves.</summary>
/// <param name="Number">The employee number.</param>
/// <param name="Level">1 to 8, the chief executive alone on 8.</param>
/// <param name="Years">Years of professional experience, in halves.</param>
/// <param name="Manager">The employee number of the line manager; null for the chief executive.</param>
/// <param name="Languages">ISO 639-1 codes.</param>
/// <param name="Wish">Whether the person would like to take part in mentoring, and as what.</param>
public sealed record Person(
    string Number,
    string FirstName,
    string LastName,
    string Email,
    string SiteCode,
    string Department,
    string Title,
    int Level,
    decimal Years,
    DateOnly Hired,
    string? Manager,
    IReadOnlyList<string> Languages,
    IReadOnlyList<string> Interests,
    IReadOnlyList<PersonSkill> Offers,
    IReadOnlyList<PersonSkill> Wants,
    Wish Wish
)
{
    public string Name => $"{FirstName} {LastName}";
}

/// <param name="Level">1 (aware) to 5 (expert).</param>
public sealed record PersonSkill(string Skill, int Level);

public enum Wish
{
    None,
    Mentor,
    Mentee,
}

/// <summary>A former employee who comes back as a mentor for a while: not in the roster, let in by a host.</summary>
/// <param name="FormerNumber">The employee number the person had; nobody else ever gets it.</param>
/// <param name="Host">The employee number of the person who answers for the guest.</param>
/// <param name="Until">The last day of access.</param>
public sealed record Alumnus(
    string FormerNumber,
    string Name,
    string Email,
    string Host,
    DateOnly Until,
    IReadOnlyList<PersonSkill> Offers
);
