namespace PeerNetwork.HostileInput.Tests.Attacks;

/// <summary>Hostile values of the headers in the documents, and of X-Reason, which every operation accepts.</summary>
internal static class HeaderAttacks
{
    private static readonly Dictionary<string, string[]> ByName = new()
    {
        ["If-Match"] =
        [
            "nonsense",
            "1",
            "\"1",
            "\"abc\"",
            "W/\"1\"",
            "\"1\", \"2\"",
            "\"999\"",
            "\"-1\"",
            "\"0\"",
            "\"99999999999999999999\"",
            $"\"{new string('1', 5_000)}\"",
        ],
        ["Idempotency-Key"] = ["", "with a blank", new('k', 256), new('k', 5_000), "tab\there"],
        ["X-Reason"] = ["%00", "a%01b", "a%C2%85b", "%ED%A0%80", "gpj.%E2%80%AEtxt", "two%0Alines", new('r', 501)],
    };

    public static IEnumerable<(string Header, string Value)> For(Operation operation) =>
        from header in ByName
        where header.Key is "X-Reason" || operation.Parameters.Any(p => p.In is "header" && p.Name == header.Key)
        from value in header.Value
        select (header.Key, value);
}
