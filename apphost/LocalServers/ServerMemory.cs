using System.Security.Cryptography;
using System.Text.Json;

namespace PeerNetwork.LocalServers;

/// <summary>What a data folder remembers of its server, so that the next start is alike.</summary>
internal sealed record ServerMemory(string Password, int[] Ports)
{
    public static ServerMemory Recall(string folder) =>
        File.Exists(FileIn(folder))
            ? JsonSerializer.Deserialize<ServerMemory>(File.ReadAllText(FileIn(folder)))!
            : new(RandomNumberGenerator.GetHexString(32, lowercase: true), []);

    public void Keep(string folder) => PrivateFile.Write(FileIn(folder), JsonSerializer.Serialize(this));

    private static string FileIn(string folder) => Path.Combine(folder, "server.json");
}
