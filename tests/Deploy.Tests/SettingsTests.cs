using System.Text;
using System.Text.RegularExpressions;
using k8s.Models;
using PeerNetwork.Testing;

namespace PeerNetwork.Deploy.Tests;

/// <summary>The settings of each process: the page that lists them, and the messages about wrong ones.</summary>
public sealed class SettingsTests
{
    private const string Introduction = """
        # Settings

        Every setting of each process, as an environment variable. A process that lacks one, or has a wrong one, names
        all of them and ends with exit code 1. `dotnet PeerNetwork.<Name>.dll settings` lists those of a process.

        A secret setting belongs in a Secret, never in a ConfigMap. Settings of the .NET runtime begin with `DOTNET_`.

        This page is made from the code by `tests/Deploy.Tests`: delete it and run these tests to have it written again.
        """;

    private static readonly Dictionary<string, string> None = [];

    private static string Page { get; } = Path.Combine(Repository.Root, "deploy", "settings.md");

    [Fact]
    public async Task The_page_lists_every_setting_of_the_code()
    {
        var page = new StringBuilder(Introduction).Append('\n');
        foreach (var process in ServiceProcess.Projects.Keys)
            page.Append($"\n## {process}\n\n{await TableOf(process)}");
        if (!File.Exists(Page))
        {
            await File.WriteAllTextAsync(Page, page.ToString());
            Assert.Fail($"{Page} was missing and has been written. Review and commit it.");
        }

        (await File.ReadAllTextAsync(Page)).ShouldBe(page.ToString(), "Delete the page, and run this test again.");
    }

    [Theory]
    [InlineData("enrollment")]
    [InlineData("matching")]
    [InlineData("engagement")]
    [InlineData("analytics")]
    public async Task A_service_names_all_missing_and_wrong_settings_at_once(string service)
    {
        const string secret = "not-a-key-of-32-bytes";
        var (exitCode, output) = await ServiceProcess.Run(
            service,
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Auth__Authority"] = "http://sign-in.example",
                ["Auth__AccountKey"] = secret,
                ["Auth__CertificateAuthority"] = "/there/is/no/such/file.pem",
                ["EventSourcing__CreatesSchema"] = "perhaps",
                ["Messaging__Heartbeat"] = "soon",
                ["Messaging__Retries"] = "-1",
                ["PersonalData__FormerMasterKeys__0"] = secret,
                ["PersonalData__ExchangeKey"] = secret,
                ["Runs__Parallelism"] = "many",
                ["Runs__TimeoutMinutes"] = "0",
                ["Shutdown__Drain"] = "1 day",
            }
        );
        string[] expected =
        [
            "Auth__AccountKey is wrong: it must be 32 bytes in Base64.",
            "Auth__Audience is missing: The audience that tokens name.",
            "Auth__Authority is wrong: it must be an https address outside Development.",
            "Auth__CertificateAuthority is wrong: it must be the path of a PEM file with certificates.",
            "Auth__Issuer is missing: The issuer that tokens name.",
            $"ConnectionStrings__{service} is missing: The connection string of the service's own PostgreSQL database",
            "ConnectionStrings__rabbitmq is missing: The broker and its virtual host",
            "EventSourcing__CreatesSchema is wrong: it must be true or false.",
            "Messaging__Heartbeat is wrong: it must be a time from 00:00:01 to 00:05:00.",
            "Messaging__Retries is wrong: it must be a whole number from 0 to 100.",
            "PersonalData__FormerMasterKeys__{n} is wrong: it must be 32 bytes in Base64.",
            "PersonalData__MasterKey is missing: 32 random bytes in Base64.",
            "Shutdown__Drain is wrong: it must be a time from 00:00:00 to 00:10:00.",
            .. service is "enrollment" or "matching"
                ? new[] { "PersonalData__ExchangeKey is wrong: it must be 32 bytes in Base64." }
                : [],
            .. service is "matching"
                ?
                [
                    "Runs__Parallelism is wrong: it must be a whole number from 1 to 64.",
                    "Runs__TimeoutMinutes is wrong: it must be a number from 0.001 to 1440.",
                ]
                : Array.Empty<string>(),
        ];
        ShouldRefuse(exitCode, output, expected);
        output.ShouldNotContain(secret);
    }

    [Fact]
    public async Task The_gateway_names_all_missing_and_wrong_settings_at_once()
    {
        var (exitCode, output) = await ServiceProcess.Run(
            "gateway",
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Auth__Authority"] = "sign-in.example",
                ["Cluster__HealthCheck__Active__Interval"] = "soon",
                ["RateLimit__PerSecond"] = "0",
                ["RateLimit__Burst"] = "a few",
                ["RateLimit__PagesPerSecond"] = "-1",
                ["Services__enrollment__http__0"] = "enrollment:8080",
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "collector",
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http",
            }
        );
        ShouldRefuse(
            exitCode,
            output,
            [
                "Auth__Audience is missing: The audience that tokens name.",
                "Auth__Authority is wrong: it must be an address that begins with http:// or https://.",
                "Auth__Issuer is missing: The issuer that tokens name.",
                "Cluster__{setting} is wrong: it must be a value of that setting of YARP's ClusterConfig.",
                "OTEL_EXPORTER_OTLP_ENDPOINT is wrong: it must be an address that begins with http:// or https://.",
                "OTEL_EXPORTER_OTLP_PROTOCOL is wrong: it must be grpc or http/protobuf.",
                "RateLimit__Burst is wrong: it must be a whole number above 0.",
                "RateLimit__PagesPerSecond is wrong: it must be a whole number above 0.",
                "RateLimit__PerSecond is wrong: it must be a whole number above 0.",
                "Services__{service}__http__{n} is wrong: it must be an address that begins with http:// or https://.",
            ]
        );
    }

    [Fact]
    public async Task The_portal_names_all_missing_and_wrong_settings_at_once()
    {
        var (exitCode, output) = await ServiceProcess.Run(
            "portal",
            new Dictionary<string, string>
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["Auth__Authority"] = "sign-in.example",
                ["Portal__MasterKey"] = "not-a-key-of-32-bytes",
            }
        );
        ShouldRefuse(
            exitCode,
            output,
            [
                "Auth__Authority is wrong: it must be an address that begins with http:// or https://.",
                "ConnectionStrings__portal is missing: ",
                "Portal__MasterKey is wrong: it must be 32 bytes in Base64.",
                "Services__gateway__http__0 is missing: The address of the gateway",
            ]
        );
    }

    /// <summary>The Jobs that apply the schema need neither the broker nor any key.</summary>
    [Theory]
    [InlineData("enrollment")]
    [InlineData("matching")]
    [InlineData("engagement")]
    [InlineData("analytics")]
    [InlineData("portal")]
    public async Task The_schema_is_applied_with_the_connection_string_alone(string service)
    {
        var database = new Dictionary<string, string>
        {
            [$"ConnectionStrings__{service}"] = await TestServers.NewDatabase(),
        };
        foreach (var command in (string[])["db-apply", "db-assert"])
        {
            var (exitCode, output) = await ServiceProcess.Run(service, database, command);
            exitCode.ShouldBe(0, output);
        }
    }

    [Fact]
    public async Task The_schema_is_not_applied_without_a_connection_string()
    {
        var (exitCode, output) = await ServiceProcess.Run("enrollment", None, "db-apply");
        ShouldRefuse(exitCode, output, ["ConnectionStrings__enrollment is missing: "]);
    }

    [HelmTheory, ClassData(typeof(ValueFiles))]
    public async Task The_chart_gives_a_process_only_settings_that_it_knows(string values)
    {
        var manifests = Manifests.Of(values);
        foreach (var workload in manifests.Workloads)
        {
            var image = workload.Containers.First().Image.Split('/')[^1].Split(':', '@')[0];
            if (!ServiceProcess.Projects.ContainsKey(image))
                continue;
            var known = await SettingsOf(image);
            foreach (var name in NamesIn(manifests, workload).Where(name => !name.StartsWith("DOTNET_")))
                known.ShouldContain(setting => setting.IsMatch(name), $"{image} does not know {name}");
        }
    }

    /// <summary>Without variables that only become part of others, as <c>$(POD_NAME)</c>.</summary>
    private static IEnumerable<string> NamesIn(Manifests manifests, Workload workload)
    {
        var variables = workload.Containers.SelectMany(container => container.Env ?? []).ToArray();
        return workload
            .Containers.SelectMany(container => container.EnvFrom ?? [])
            .SelectMany(from => manifests.Named<V1ConfigMap>(from.ConfigMapRef.Name).Data.Keys)
            .Concat(variables.Select(v => v.Name))
            .Where(name => !variables.Any(other => other.Value?.Contains($"$({name})") is true));
    }

    private static void ShouldRefuse(int exitCode, string output, string[] problems)
    {
        exitCode.ShouldBe(1, output);
        output.ShouldContain(" does not start:\n");
        var all = output.Split('\n');
        all.ShouldNotContain(line => line.StartsWith("   at "), "A stack trace tells an operator nothing.");
        var lines = all.Where(line => line.StartsWith("- ")).ToArray();
        lines.Length.ShouldBe(problems.Length, output);
        foreach (var problem in problems)
            lines.ShouldContain(line => line.StartsWith($"- {problem}"), $"{problem}\n{output}");
    }

    /// <summary>A name with a placeholder, such as <c>{service}</c>, stands for many.</summary>
    private static async Task<Regex[]> SettingsOf(string process) =>
        [
            .. Regex
                .Matches(await TableOf(process), @"^\| `([^`]+)` \|", RegexOptions.Multiline)
                .Select(row => Regex.Replace(Regex.Escape(row.Groups[1].Value), @"\\\{\w+}", ".+"))
                .Select(name => new Regex($"^{name}$")),
        ];

    /// <summary>Without what the process logs before it writes the table.</summary>
    private static async Task<string> TableOf(string process)
    {
        var (exitCode, output) = await ServiceProcess.Run(process, None, "settings");
        exitCode.ShouldBe(0, output);
        return string.Concat(output.Split('\n').Where(line => line.StartsWith('|')).Select(line => $"{line}\n"));
    }
}
