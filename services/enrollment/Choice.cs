using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PeerNetwork.Enrollment;

/// <summary>
/// One of an enum's words in an address, written exactly as in JSON; the framework reads only the names in the code
/// there.
/// </summary>
public readonly record struct Choice<T>(T Value)
    where T : struct, Enum
{
    public override string ToString() => WordOf(Value);

    [SuppressMessage("Design", "CA1000", Justification = "The framework looks for it here.")]
    public static bool TryParse(string? text, out Choice<T> choice)
    {
        var found = Enum.GetValues<T>().Where(v => WordOf(v) == text).ToArray();
        choice = new(found.FirstOrDefault());
        return found.Length == 1;
    }

    private static string WordOf(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
