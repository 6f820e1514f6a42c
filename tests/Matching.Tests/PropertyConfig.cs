using FsCheck;

namespace PeerNetwork.Matching.Tests;

/// <summary>
/// Property tests try the same cases in each run; with PROPERTY_TESTS_RANDOM=1 they try others each time and report the
/// seed of a failure.
/// </summary>
internal static class PropertyConfig
{
    public static Config Of(int tests)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(tests);
        return Environment.GetEnvironmentVariable("PROPERTY_TESTS_RANDOM") == "1"
            ? config
            : config.WithReplay(4_711, 815);
    }
}
