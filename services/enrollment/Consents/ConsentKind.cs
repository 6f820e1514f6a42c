using System.Diagnostics;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Consents;

/// <summary>What people consent to, in one language.</summary>
/// <param name="Language">An ISO 639-1 code.</param>
/// <param name="Title">What it is about, in a line.</param>
/// <param name="Text">What the person agrees to, in Markdown.</param>
public sealed record ConsentText(string Language, string Title, string Text);

public abstract record ConsentKindEvent;

/// <summary>From now on people are asked to consent to this version.</summary>
/// <param name="Kind">The code of the kind, such as <c>surveys</c>.</param>
/// <param name="Version">1 for the first text of the kind.</param>
/// <param name="Texts">The same in each language.</param>
/// <param name="By">The person or account that published it.</param>
public sealed record ConsentTextPublished(
    string Kind,
    int Version,
    IReadOnlyList<ConsentText> Texts,
    Guid By,
    DateTimeOffset At
) : ConsentKindEvent;

/// <summary>People are not asked any more. What they have consented to stays recorded.</summary>
public sealed record ConsentKindEnded(string Kind, Guid By, DateTimeOffset At) : ConsentKindEvent;

/// <summary>One thing that people are asked to consent to.</summary>
/// <param name="Version">The last version.</param>
/// <param name="Texts">The texts of the last version.</param>
/// <param name="Asked">Whether people are asked for it.</param>
public sealed record ConsentKind(string Code, int Version, IReadOnlyList<ConsentText> Texts, bool Asked)
{
    private const int MaxCodeLength = 32;

    public static readonly string CodeMessage =
        $"The code of a kind has 1 to {MaxCodeLength} small letters, digits and '-', and begins with a letter.";

    public static Guid IdOf(string code) => DerivedId.From($"consent-kind-{code}");

    public static bool IsCode(string code) =>
        code is { Length: <= MaxCodeLength } and [>= 'a' and <= 'z', ..]
        && code.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    public static ConsentKind Evolve(ConsentKind? kind, ConsentKindEvent e) =>
        (kind, e) switch
        {
            (_, ConsentTextPublished p) => new(p.Kind, p.Version, p.Texts, Asked: true),
            ({ } k, ConsentKindEnded) => k with { Asked = false },
            _ => throw new UnreachableException($"{e} cannot follow {kind}"),
        };
}
