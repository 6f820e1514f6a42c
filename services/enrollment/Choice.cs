using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PeerNetwork.Enrollment;

/// <summary>One of an enum's words in an address, written exactly as in JSON; the framework reads only the names in the code there.</summary>
public readonly record struct Choice<T>(T Value) : IParsable<Choice<T>> where T : struct, Enum
{
    public override string ToString() => WordOf(Value);

    public static Choice<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var choice) ? choice : throw new FormatException($"'{s}' is none of {string.Join(", ", Enum.GetValues<T>().Select(WordOf))}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Choice<T> result)
    {
        var found = Enum.GetValues<T>().Where(v => WordOf(v) == s).ToArray();
        result = new(found.FirstOrDefault());
        return found.Length == 1;
    }

    private static string WordOf(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
