using System.Collections.Frozen;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// From a policy's relative weights to thousandths that add up to exactly 1000, in the order of
/// <see cref="Factor.All"/>.
/// </summary>
internal static class Weights
{
    public const int Whole = 1000;

    private static readonly FrozenSet<string> Protected = new[]
    {
        "age",
        "birthdate",
        "gender",
        "sex",
        "race",
        "ethnicity",
        "colour",
        "color",
        "religion",
        "belief",
        "disability",
        "health",
        "nationality",
        "citizenship",
        "origin",
        "sexualorientation",
        "genderidentity",
        "maritalstatus",
        "familystatus",
        "pregnancy",
        "veteranstatus",
        "genetics",
        "politics",
        "unionmembership",
        "caste",
        "group",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <param name="relative">By factor; one that is not named keeps its default.</param>
    /// <param name="field">What an error names.</param>
    /// <exception cref="InvalidProblemException">They are no weights.</exception>
    public static int[] Of(IReadOnlyDictionary<string, int> relative, string field = "weights")
    {
        foreach (var (name, weight) in relative)
            Check(name, weight, field);
        var wanted = Factor.All.Select(f => relative.GetValueOrDefault(f.Name, f.DefaultWeight)).ToArray();
        var sum = wanted.Sum();
        if (sum == 0)
            throw new InvalidProblemException(field, "At least one factor needs a weight above 0.");
        return Apportion(wanted, sum);
    }

    private static void Check(string name, int weight, string field)
    {
        if (Protected.Contains(string.Concat(name.Where(char.IsLetter))))
            throw new InvalidProblemException(
                $"{field}.{name}",
                $"'{name}' is a protected attribute: it is never scored."
            );
        if (Factor.All.All(f => f.Name != name))
            throw new InvalidProblemException(
                $"{field}.{name}",
                $"No factor is called '{name}'; there are {string.Join(", ", Factor.All.Select(f => f.Name))}."
            );
        if (weight is < 0 or > Whole)
            throw new InvalidProblemException($"{field}.{name}", $"The weight of '{name}' must be from 0 to {Whole}.");
    }

    // Largest remainders: the rounded shares still add up to the whole, and equal weights differ by at most one
    // thousandth.
    private static int[] Apportion(int[] wanted, int sum)
    {
        var shares = wanted.Select(w => w * Whole / sum).ToArray();
        var order = Enumerable.Range(0, wanted.Length).OrderByDescending(f => wanted[f] * Whole % sum).ThenBy(f => f);
        foreach (var f in order.Take(Whole - shares.Sum()))
            shares[f]++;
        return shares;
    }
}
