namespace PeerNetwork.LocalServers;

/// <summary>The newest lines of a log, for a message that says why something did not start.</summary>
public static class LogTail
{
    public static string Of(string file, int lines = 15) =>
        File.Exists(file) ? string.Join('\n', File.ReadLines(file).TakeLast(lines)) : "";
}
