using System.Security.Cryptography;
using System.Text.Json;

namespace PeerNetwork.LocalServers;

/// <summary>What a data folder remembers of its server, so that the next start is alike and finds an orphan of this one.</summary>
sealed record ServerMemory(string Password, int[] Ports, int[] ProcessIds)
{
    public static ServerMemory Recall(string folder)
    {
        var file = FileIn(folder);
        try
        {
            if (File.Exists(file) && JsonSerializer.Deserialize<ServerMemory>(File.ReadAllText(file)) is { Password.Length: > 0, Ports: not null } known)
                return known with { ProcessIds = known.ProcessIds ?? [] };
        }
        catch (JsonException)
        {
            // Half written by a process that was killed. The data behind it cannot be opened without its password.
            throw new ServerUnavailableException($"{file} is damaged: delete {folder} to start anew.");
        }
        return new(RandomNumberGenerator.GetHexString(32, lowercase: true), [], []);
    }

    public void Keep(string folder) => PrivateFile.Write(FileIn(folder), JsonSerializer.Serialize(this));

    static string FileIn(string folder) => Path.Combine(folder, "server.json");
}
