using System.Security.Cryptography;
using System.Text.Json;

namespace PeerNetwork.LocalServers;

/// <summary>
/// What a data folder remembers of its server, so that the next start is alike and finds an orphan of this one.
/// </summary>
internal sealed record ServerMemory(string Password, int[] Ports, int[] ProcessIds)
{
    public static ServerMemory Recall(string folder) =>
        Read(folder) ?? new(RandomNumberGenerator.GetHexString(32, lowercase: true), [], []);

    /// <summary>The processes that were last started for the folder; they may have ended long ago.</summary>
    public static int[] ProcessesOf(string folder) => Read(folder)?.ProcessIds ?? [];

    public void Keep(string folder) => PrivateFile.Write(FileIn(folder), JsonSerializer.Serialize(this));

    private static ServerMemory? Read(string folder) =>
        File.Exists(FileIn(folder)) ? JsonSerializer.Deserialize<ServerMemory>(File.ReadAllText(FileIn(folder))) : null;

    private static string FileIn(string folder) => Path.Combine(folder, "server.json");
}
