using PeerNetwork.Portal.Api.Enrollment;

namespace PeerNetwork.Portal.MyProfile;

/// <summary>One thing that the user is, or was, asked to agree to.</summary>
/// <param name="Text">In the language of the user, where there is such a text.</param>
/// <param name="Asked">The version of the text in force; null where it is asked no more.</param>
/// <param name="Last">What the user agreed to last; null where they never did.</param>
public sealed record ConsentItem(string Kind, ConsentText Text, int? Asked, ConsentViewGivenConsent? Last)
{
    public ConsentState State =>
        (Asked, Last) switch
        {
            (_, null) => ConsentState.Open,
            (_, { WithdrawnAt: not null }) => ConsentState.Withdrawn,
            (null, _) => ConsentState.Ended,
            var (asked, last) => last.Version == asked ? ConsentState.Held : ConsentState.Outdated,
        };

    /// <summary>Whether the user can agree now.</summary>
    public bool IsOffered => Asked is not null && State is not ConsentState.Held;

    /// <summary>Whether the user can take it back now.</summary>
    public bool IsHeld => State is ConsentState.Held or ConsentState.Outdated or ConsentState.Ended;

    public static ConsentItem Of(ConsentView view, string language)
    {
        // A kind is listed because it is asked, or because the user agreed to it.
        var last = view.Consents is [var newest, ..] ? newest : null;
        var texts = view.Asked?.Texts ?? [last!.Text];
        var text = texts.FirstOrDefault(t => t.Language == language) ?? texts.FirstOrDefault(t => t.Language == "en");
        return new(view.Kind, text ?? texts[0], view.Asked?.Version, last);
    }
}

public enum ConsentState
{
    Open,
    Held,

    /// <summary>The user agreed to a former text.</summary>
    Outdated,
    Withdrawn,

    /// <summary>The user agreed, and it is asked no more.</summary>
    Ended,
}
