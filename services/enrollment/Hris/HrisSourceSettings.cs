using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// What a connector has to know about its source. Passwords, tokens and client secrets are plain text here: store the
/// settings encrypted.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FeedSettings), "feed")]
[JsonDerivedType(typeof(WatchedFolderSettings), "folder")]
[JsonDerivedType(typeof(SuccessFactorsSettings), "successfactors")]
[JsonDerivedType(typeof(WorkdayReportSettings), "workday-report")]
[JsonDerivedType(typeof(WorkdayRestSettings), "workday-rest")]
[JsonDerivedType(typeof(PersonioSettings), "personio")]
[JsonDerivedType(typeof(BambooHrSettings), "bamboohr")]
public abstract class HrisSourceSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        AllowOutOfOrderMetadataProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads settings in JSON. Comments are permitted, and unknown fields are not.</summary>
    /// <exception cref="HrisException">It is no JSON, or it names a field that the type does not have.</exception>
    public static HrisSourceSettings Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<HrisSourceSettings>(json, Json) ?? throw new JsonException();
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            var place = e is JsonException { LineNumber: { } line } at ? $": look at {at.Path}, line {line + 1}" : "";
            throw new HrisException($"The settings of the source are not JSON of the documented form{place}.", false);
        }
    }

    /// <summary>What has to be changed before a connector can be made; empty where nothing has.</summary>
    public IReadOnlyList<ValidationResult> Problems()
    {
        var problems = new List<ValidationResult>();
        foreach (var part in Parts().OfType<object>())
            Validator.TryValidateObject(part, new ValidationContext(part), problems, validateAllProperties: true);
        return problems;
    }

    /// <summary>The objects whose annotations are checked.</summary>
    private protected virtual IEnumerable<object?> Parts() => [this];
}

/// <summary>An absolute https address; http is allowed on the own machine alone.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SourceAddressAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext) =>
        value is null || value is Uri { IsAbsoluteUri: true, UserInfo: "", Fragment: "" } address && IsSafe(address)
            ? ValidationResult.Success
            : new(
                $"{validationContext.MemberName} has to be an https address without user name or fragment.",
                [validationContext.MemberName!]
            );

    internal static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && address.IsLoopback;
}
