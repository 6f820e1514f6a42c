using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults;

/// <summary>Says what a value of this type must be, where its type alone is checked.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MustBeAttribute(string what) : ValidationAttribute(what)
{
    public override bool IsValid(object? value) => true;
}

/// <summary>A key, or a list of keys.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class Base64KeyAttribute() : ValidationAttribute($"{AuthenticatedCipher.KeyBytes} bytes in Base64")
{
    public override bool IsValid(object? value) =>
        value switch
        {
            null => true,
            string key => AuthenticatedCipher.TryParseKey(key, out _),
            IEnumerable<string> keys => keys.All(key => AuthenticatedCipher.TryParseKey(key, out _)),
            _ => false,
        };
}

/// <summary>Roles of the platform.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RoleNamesAttribute() : ValidationAttribute($"a list of {string.Join(", ", Roles.All)}; or none")
{
    public override bool IsValid(object? value) =>
        value is null
        || (value is IEnumerable<string> roles && roles.All(role => role is "none" || Roles.All.Contains(role)));
}

/// <summary>The file of a private certificate authority; none if it is empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CertificateFileAttribute() : ValidationAttribute("the path of a PEM file with certificates")
{
    public override bool IsValid(object? value)
    {
        if (value is not string { Length: > 0 } file)
            return true;
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count > 0;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}

/// <summary>An absolute address.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AddressAttribute(params string[] schemes)
    : ValidationAttribute($"an address that begins with {string.Join(" or ", schemes.Select(s => $"{s}://"))}")
{
    public override bool IsValid(object? value) =>
        value switch
        {
            null => true,
            Uri { IsAbsoluteUri: true } address => schemes.Contains(address.Scheme) && address.Host.Length > 0,
            "" => true,
            string text => Uri.TryCreate(text, UriKind.Absolute, out var address) && IsValid(address),
            _ => false,
        };
}

[AttributeUsage(AttributeTargets.Property)]
public sealed class PostgresConnectionAttribute()
    : ValidationAttribute("an Npgsql connection string with Host, Username and Database")
{
    public override bool IsValid(object? value)
    {
        if (value is not string text)
            return true;
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            return settings is { Host.Length: > 0, Username.Length: > 0, Database.Length: > 0 };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return false;
        }
    }
}
