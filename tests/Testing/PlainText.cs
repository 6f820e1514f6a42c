using System.Text;

namespace PeerNetwork.Testing;

/// <summary>Searches files for plain text, to show that they hold none of it.</summary>
public static class PlainText
{
    private const int BlockSize = 1024 * 1024;

    /// <summary>
    /// The files below a folder that hold the text, with what stands around it. They may be binary, and others may
    /// write or delete them meanwhile.
    /// </summary>
    /// <param name="text">ASCII letters, as UTF-8 has them. Case matters.</param>
    public static IReadOnlyList<string> FindIn(string folder, string text) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                // They are empty, and another process may hold them.
                .Where(file => Path.GetExtension(file) != ".lock")
                .Select(file => Find(file, text) is { } found ? $"{file}: {found}" : null)
                .OfType<string>(),
        ];

    private static string? Find(string path, string text)
    {
        try
        {
            using var file = new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete
            );
            return Find(file, text);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static string? Find(FileStream file, string text)
    {
        var (block, kept) = (new byte[BlockSize], 0);
        while (file.Read(block, kept, block.Length - kept) is > 0 and var read)
        {
            var content = Encoding.Latin1.GetString(block, 0, kept + read);
            if (content.IndexOf(text, StringComparison.Ordinal) is >= 0 and var found)
                return content[Math.Max(0, found - 100)..Math.Min(content.Length, found + 100)];
            // The text may begin in this block and end in the next one.
            var end = kept + read;
            kept = Math.Min(text.Length - 1, end);
            block.AsSpan(end - kept, kept).CopyTo(block);
        }

        return null;
    }
}
