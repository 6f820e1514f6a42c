using Microsoft.Extensions.Options;
using PeerNetwork.Enrollment.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>
/// Finds people and users by numbers, names and addresses that are stored encrypted: the index holds HMAC-SHA-256 of
/// each, which says nothing without the key.
/// </summary>
public sealed class UserKeyIndex(IOptions<AccountSettings> settings)
{
    private readonly Lazy<byte[]> _key = new(() => Convert.FromBase64String(settings.Value.AccountKey!));

    /// <summary>User names do not differ by case alone (RFC 7643, section 4.1.1).</summary>
    public Guid OfUserName(string name) => Hash("userName", name.ToUpperInvariant());

    public Guid OfExternalId(string id) => Hash("externalId", id);

    public Guid OfEmail(string address) => Hash("email", address.ToUpperInvariant());

    public Guid OfEmployeeNumber(string number) => Hash("employeeNumber", number);

    /// <param name="source">The name of the HR system, which has no line break.</param>
    public Guid OfSourceRecord(string source, string id) => Hash("source record", $"{source}\n{id}");

    public UserKeys Of(string userName, string? externalId, IEnumerable<string> emails) =>
        new(
            OfUserName(userName),
            externalId is null ? null : OfExternalId(externalId),
            [.. emails.Select(OfEmail).Distinct()]
        );

    private Guid Hash(string attribute, string value) => HashedId.Of(_key.Value, $"scim {attribute}", value);
}
