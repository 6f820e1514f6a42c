using PeerNetwork.Enrollment.Scim.Protocol;

namespace PeerNetwork.Enrollment.Scim.Users;

/// <summary>
/// Finds an index for a filter: a client mostly asks for one user name, id or address. All users that the filter
/// matches are among those whom the index names; the filter has to be evaluated on them.
/// </summary>
internal static class UserLookup
{
    private const string EmployeeNumber = $"{ScimUrns.EnterpriseUser}:employeeNumber";

    /// <returns>A query for ids; null where no index helps.</returns>
    public static FormattableString? QueryFor(ScimFilter? filter, UserKeyIndex keys) =>
        filter switch
        {
            AndFilter and => QueryFor(and.Left, keys) ?? QueryFor(and.Right, keys),
            CompareFilter { Operator: CompareOperator.Equal, Value: string value } compare => QueryFor(
                $"{compare.Path}",
                value,
                keys
            ),
            ElementFilter { Path: { Schema: null, Name: "emails" } } element => QueryForEmail(element.Inner, keys),
            _ => null,
        };

    private static FormattableString? QueryFor(string path, string value, UserKeyIndex keys) =>
        path switch
        {
            "id" => $"select id from scim_users where id = {Guids.ParseOrEmpty(value)}",
            "userName" => $"select id from scim_users where user_name = {keys.OfUserName(value)}",
            "externalId" => $"select id from scim_users where external_id = {keys.OfExternalId(value)}",
            "emails" or "emails.value" => QueryForEmail(value, keys),
            // The filter ignores case, and the index does not: a number with letters is found by reading all users.
            EmployeeNumber when !value.Any(char.IsLetter) => $"""
                select u.id from scim_users u join people p on p.id = u.id
                where p.number_key = {keys.OfEmployeeNumber(value)}
                """,
            _ => null,
        };

    private static FormattableString? QueryForEmail(ScimFilter filter, UserKeyIndex keys) =>
        filter switch
        {
            AndFilter and => QueryForEmail(and.Left, keys) ?? QueryForEmail(and.Right, keys),
            CompareFilter { Path.Name: "value", Operator: CompareOperator.Equal, Value: string value } => QueryForEmail(
                value,
                keys
            ),
            _ => null,
        };

    private static FormattableString QueryForEmail(string value, UserKeyIndex keys) =>
        $"select id from scim_users where emails @> array[{keys.OfEmail(value)}]";
}
