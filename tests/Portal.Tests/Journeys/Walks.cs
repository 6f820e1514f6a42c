namespace PeerNetwork.Portal.Tests.Journeys;

/// <summary>Each journey is walked in English at a desk, and in another language on a phone.</summary>
public sealed class Walks : TheoryData<string, int>
{
    public const string First = "en";

    public Walks()
    {
        Add(First, 1280);
        Add("de", 360);
    }
}
