using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal;

public sealed class PortalSettings
{
    [Required]
    [Secret]
    [Base64Key]
    [Description(
        "32 random bytes in Base64, the same for all replicas. It encrypts the keys of sign-ins: a new one signs all "
            + "users out."
    )]
    public string? MasterKey { get; set; }
}
