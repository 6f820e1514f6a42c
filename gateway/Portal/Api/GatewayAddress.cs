using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Portal.Api;

/// <summary>Where the API is, as Aspire and the chart tell it.</summary>
public sealed class GatewayAddress
{
    public const string Section = "Services:gateway:http";

    [ConfigurationKeyName("0")]
    [Required]
    [Address("http", "https")]
    [Description("The address of the gateway, by which the portal calls the API.")]
    public string? Address { get; set; }
}
