namespace PeerNetwork.LocalServers;

/// <summary>A file with secrets: readable by its owner alone, and there whole or not at all.</summary>
public static class PrivateFile
{
    public static void Write(string file, string text)
    {
        var draft = file + ".new";
        File.Delete(draft);
        using (var writer = new StreamWriter(Create(draft)))
            writer.Write(text);
        File.Move(draft, file, overwrite: true);
    }

    /// <summary>A new file to be written bit by bit.</summary>
    public static FileStream Create(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new(file, options);
    }
}
