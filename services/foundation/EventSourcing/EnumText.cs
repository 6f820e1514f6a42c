using System.Text.Json;

namespace PeerNetwork.EventSourcing;

/// <summary>An enum value as text in camelCase: in JSON, tables, contracts and routes alike.</summary>
public static class EnumText
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
