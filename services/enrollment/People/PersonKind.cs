namespace PeerNetwork.Enrollment.People;

/// <summary>What ties a person to the company.</summary>
public enum PersonKind
{
    Employee,
    Contractor,

    /// <summary>Invited from outside.</summary>
    Guest,

    /// <summary>Invited after having worked here.</summary>
    Alumnus,

    /// <summary>Invited from a partner organisation.</summary>
    Partner,
}

public static class PersonKinds
{
    public const string HrMessage =
        "must be employee or contractor: guests, alumni and partners are invited by the people administration";

    /// <summary>The kinds that are invited for a term. HR does not know them.</summary>
    public static bool IsExternal(this PersonKind kind) =>
        kind is PersonKind.Guest or PersonKind.Alumnus or PersonKind.Partner;

    /// <summary>The kind that HR names, in any case; null for every other word.</summary>
    public static PersonKind? OfHr(string? text) =>
        text?.Trim().ToLowerInvariant() switch
        {
            "employee" => PersonKind.Employee,
            "contractor" => PersonKind.Contractor,
            _ => null,
        };

    /// <summary>Whether the word is a kind that HR may not name.</summary>
    public static bool IsExternalWord(string? text) =>
        text?.Trim().ToLowerInvariant() is "guest" or "alumnus" or "partner";
}
