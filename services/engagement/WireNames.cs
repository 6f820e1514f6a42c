using System.Text.Json;

namespace PeerNetwork.Engagement;

/// <summary>An enum's word on the wire and in tables, as JSON has it.</summary>
public static class WireNames
{
    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
