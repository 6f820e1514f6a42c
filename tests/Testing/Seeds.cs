namespace PeerNetwork.Testing;

/// <summary>
/// Seeds of generated test data. They are fixed, so that a run in CI can be repeated; with
/// <c>PEERNETWORK_RANDOM_SEED=1</c> each run has another one, for the long runs that look for new failures.
/// </summary>
public static class Seeds
{
    public const string Variable = "PEERNETWORK_RANDOM_SEED";

    public static bool AreRandom => Environment.GetEnvironmentVariable(Variable) is "1";

    /// <summary>The seed of this run; a test that fails has to name it.</summary>
    public static int Next(int fixedSeed) => AreRandom ? Random.Shared.Next() : fixedSeed;
}
