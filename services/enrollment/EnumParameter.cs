using System.Diagnostics.CodeAnalysis;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment;

/// <summary>
/// An enum value in a route or query, written exactly as in JSON. The framework alone would read the names of the code.
/// </summary>
public readonly record struct EnumParameter<T>(T Value)
    where T : struct, Enum
{
    public override string ToString() => EnumText.Of(Value);

    [SuppressMessage("Design", "CA1000", Justification = "The framework looks for it here.")]
    public static bool TryParse(string? text, out EnumParameter<T> choice)
    {
        var found = Enum.GetValues<T>().Where(v => EnumText.Of(v) == text).ToArray();
        choice = new(found.FirstOrDefault());
        return found.Length == 1;
    }
}
