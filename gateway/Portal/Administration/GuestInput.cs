using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Administration;

/// <summary>An invitation as the user describes it.</summary>
public sealed class GuestInput
{
    public static readonly PersonKind[] Kinds = [PersonKind.Guest, PersonKind.Partner, PersonKind.Alumnus];

    public PersonKind Kind { get; set; } = PersonKind.Guest;

    /// <summary>A person who was here before; null for one who is not known.</summary>
    public PersonView? Known { get; set; }

    public string? Name { get; set; }

    public string? Email { get; set; }

    public Guid? Partner { get; set; }

    public string? SiteCode { get; set; }

    public PersonView? Sponsor { get; set; }

    public DateTime? LastDay { get; set; }

    public string? Subject { get; set; }

    public InviteGuestRequest ToRequest() =>
        new()
        {
            Kind = Kind,
            Person = Known?.Id,
            Name = Known is null ? Typed.OrNull(Name) : null,
            Email = Known is null ? Typed.OrNull(Email) : null,
            Partner = Kind is PersonKind.Alumnus ? null : Partner,
            SiteCode = SiteCode!,
            Sponsor = Sponsor!.Id,
            LastDay = DateOnly.FromDateTime(LastDay.GetValueOrDefault()),
            Subject = Typed.OrNull(Subject),
        };
}
