using System.Collections;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace PeerNetwork.ServiceDefaults;

/// <summary>The setting is kept in a Secret, and never printed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>
/// A setting of the process: a property of an options class, and its place in the configuration. The page of all
/// settings and the messages about wrong ones are made from it.
/// </summary>
/// <remarks>The error message of a validation attribute says what the value must be: "a number from 1 to 9".</remarks>
internal sealed record Setting(string Path, PropertyInfo Property)
{
    private readonly ValidationAttribute[] _rules = [.. Property.GetCustomAttributes<ValidationAttribute>()];

    /// <summary>The environment variable.</summary>
    public string Name { get; } =
        Property.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName ?? Path.Replace(":", "__");

    public string Description { get; } = Property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "";

    /// <summary>What the value must be.</summary>
    public string Type =>
        _rules.FirstOrDefault(rule => rule is not RequiredAttribute)?.FormatErrorMessage(Name)
        ?? TypeOf(Nullable.GetUnderlyingType(Property.PropertyType) ?? Property.PropertyType);

    public bool IsRequired => _rules.Any(rule => rule is RequiredAttribute);

    public bool IsSecret => Property.IsDefined(typeof(SecretAttribute));

    public string Default =>
        Property.GetValue(Activator.CreateInstance(Property.DeclaringType!)) switch
        {
            ICollection => "",
            bool value => value ? "true" : "false",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };

    /// <summary>The settings of an options class.</summary>
    /// <param name="section">The section that holds the properties. A property with the key "" is the section.</param>
    public static Setting[] Of(Type options, string section) =>
        [.. options.GetProperties().Select(property => new Setting(PathOf(section, property), property))];

    /// <summary>Sets the property if the configuration has a value of its type.</summary>
    /// <returns>Whether the configuration has no value of another type.</returns>
    public bool TryBind(IConfiguration configuration, object options)
    {
        try
        {
            if (configuration.GetSection(Path).Get(Property.PropertyType) is { } value)
                Property.SetValue(options, value);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Says what is wrong with the configured value, without the value.</summary>
    /// <returns>Null if nothing is wrong.</returns>
    public string? Problem(IConfiguration configuration, object options)
    {
        if (!TryBind(configuration, options))
            return Wrong;
        var value = Property.GetValue(options);
        return _rules.FirstOrDefault(rule => !rule.IsValid(value)) switch
        {
            null => null,
            RequiredAttribute => $"{Name} is missing: {Description}",
            _ => Wrong,
        };
    }

    private string Wrong => $"{Name} is wrong: it must be {Type}.";

    private static string PathOf(string section, PropertyInfo property)
    {
        var key = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name ?? property.Name;
        return string.Join(':', new[] { section, key }.Where(part => part.Length > 0));
    }

    private static string TypeOf(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "text"
        : throw new NotSupportedException($"The settings of type {type} need a rule that says what they must be.");
}
