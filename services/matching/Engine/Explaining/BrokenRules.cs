namespace PeerNetwork.Matching.Engine;

/// <summary>Which rules keep a person from others.</summary>
internal static class BrokenRules
{
    /// <param name="checks">Those of each pair that is in question.</param>
    /// <returns>The rule that most of these pairs break, the first by name of several, and how many do; null where none
    /// breaks a rule.</returns>
    public static (string? Rule, int Pairs) MostFrequent(IEnumerable<IEnumerable<RuleCheck>> checks)
    {
        var (rule, pairs) = checks
            .SelectMany(pair => pair.Where(check => !check.Passed).Select(check => check.Rule).Distinct())
            .CountBy(rule => rule)
            .OrderByDescending(rule => rule.Value)
            .ThenBy(rule => rule.Key, StringComparer.Ordinal)
            .FirstOrDefault();
        return (rule, pairs);
    }
}
