namespace PeerNetwork.Testing;

/// <summary>
/// Seeds of generated test data. They are fixed, so that a CI run can be repeated. With
/// <c>PEERNETWORK_RANDOM_SEED=1</c> each run uses a new seed, to look for new failures.
/// </summary>
public static class RandomSeeds
{
    public const string Variable = "PEERNETWORK_RANDOM_SEED";

    public static bool AreRandom => Environment.GetEnvironmentVariable(Variable) is "1";

    /// <summary>The seed of this run. A failing test must report it.</summary>
    public static int Next(int fixedSeed) => AreRandom ? Random.Shared.Next() : fixedSeed;
}
