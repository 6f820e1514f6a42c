namespace PeerNetwork.Portal.Drafts;

/// <summary>The drafts of the user on the page that is open.</summary>
public interface IDrafts
{
    /// <returns>Whether it is kept.</returns>
    Task<bool> Save(string form, string input);

    /// <returns>Null if there is none.</returns>
    Task<string?> Find(string form);

    Task Forget(string form);
}
