using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Settings that ASP.NET Core and OpenTelemetry read themselves.</summary>
public sealed class HostSettings
{
    [ConfigurationKeyName("ASPNETCORE_ENVIRONMENT")]
    [Description("Development relaxes what production needs: HTTPS to the provider, and db-apply before a start.")]
    public string Environment { get; set; } = Environments.Production;

    [ConfigurationKeyName("ASPNETCORE_URLS")]
    [Description("The addresses to listen on, separated by semicolons; it overrides ASPNETCORE_HTTP_PORTS.")]
    public string? Urls { get; set; }

    [ConfigurationKeyName("ASPNETCORE_HTTP_PORTS")]
    [Description("The ports to listen on, at all addresses of the machine. The images set 8080.")]
    public string? HttpPorts { get; set; }

    [ConfigurationKeyName("Logging:LogLevel")]
    [DisplayName("Logging__LogLevel__{category}")]
    // ASP.NET Core refuses another value before it is checked here.
    [MustBe("one of Trace, Debug, Information, Warning, Error, Critical, None")]
    [Description("The least level that is logged for a category of loggers; Default is for all others.")]
    public Dictionary<string, string>? LogLevels { get; set; }

    [ConfigurationKeyName("Logging:Console:FormatterName")]
    [AllowedValues(null, "simple", "systemd", "json", ErrorMessage = "simple, systemd or json")]
    [Description("The form of the lines that are logged to the console; simple unless given.")]
    public string? ConsoleFormat { get; set; }

    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [Address("http", "https")]
    [Description("Where traces, metrics and logs go by OTLP; without it none leave.")]
    public string? OtlpEndpoint { get; set; }

    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_PROTOCOL")]
    [AllowedValues(null, "grpc", "http/protobuf", ErrorMessage = "grpc or http/protobuf")]
    [Description("The protocol of OTLP; grpc unless given.")]
    public string? OtlpProtocol { get; set; }

    [ConfigurationKeyName("OTEL_EXPORTER_OTLP_HEADERS")]
    [Secret]
    [Description("Headers of the requests by OTLP, such as a token of the collector: name=value,name=value.")]
    public string? OtlpHeaders { get; set; }

    [ConfigurationKeyName("OTEL_RESOURCE_ATTRIBUTES")]
    [Description("Attributes of all telemetry of the process, such as service.instance.id=the-pod.")]
    public string? ResourceAttributes { get; set; }
}
