namespace PeerNetwork.Portal.Words;

/// <summary>The words of all pages: <c>Texts.resx</c> in English, and a file for each other language.</summary>
public sealed class Texts;
