using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using PeerNetwork.ServiceDefaults;
using Yarp.ReverseProxy.Configuration;

namespace PeerNetwork.Gateway.Edge;

/// <summary>Settings that YARP and service discovery read themselves.</summary>
public sealed partial class RoutingSettings
{
    [DisplayName("Services__{service}__http__{n}")]
    [Addresses]
    [Description("Where a service is: one or more addresses, from 0. A service without one answers 503.")]
    public Dictionary<string, Dictionary<string, string[]>>? Services { get; set; }

    [DisplayName("Routes__{n}")]
    [Required, Names]
    [Description(
        "The services that have a route: /{name}/ leads to each. The four services are 0 to 3; add from 4 on."
    )]
    public string[]? Routes { get; set; }

    [DisplayName("Cluster__{setting}")]
    [Required, MustBe("a value of that setting of YARP's ClusterConfig")]
    [Description("Health checks, load balancing and timeouts of all services; appsettings.json has the defaults.")]
    public ClusterConfig? Cluster { get; set; }

    [ConfigurationKeyName("ForwardedHeaders_Enabled")]
    [DisplayName("ASPNETCORE_FORWARDEDHEADERS_ENABLED")]
    [Description(
        "Behind an ingress, which alone may reach the gateway: the last address in X-Forwarded-For is the client."
    )]
    public bool ForwardedHeaders { get; set; }

    private sealed class AddressesAttribute() : ValidationAttribute("an address that begins with http:// or https://")
    {
        public override bool IsValid(object? value) =>
            value is not Dictionary<string, Dictionary<string, string[]>> services
            || services
                .Values.SelectMany(endpoints => endpoints.Values)
                // A single address without a number, which service discovery takes too, is not bound here.
                .OfType<string[]>()
                .SelectMany(addresses => addresses)
                .All(IsHttp);

        private static bool IsHttp(string address) =>
            Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https";
    }

    private sealed partial class NamesAttribute() : ValidationAttribute("lower case letters, digits and hyphens")
    {
        public override bool IsValid(object? value) => value is not string[] names || names.All(Name().IsMatch);

        [GeneratedRegex("^[a-z][a-z0-9-]*$")]
        private static partial Regex Name();
    }
}
