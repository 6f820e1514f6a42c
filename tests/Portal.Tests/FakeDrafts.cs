using PeerNetwork.Portal.Drafts;

namespace PeerNetwork.Portal.Tests;

/// <summary>The drafts of one page.</summary>
internal sealed class FakeDrafts : IDrafts
{
    public Dictionary<string, string> All { get; } = [];

    public Task<bool> Save(string form, string input)
    {
        All[form] = input;
        return Task.FromResult(true);
    }

    public Task<string?> Find(string form) => Task.FromResult(All.GetValueOrDefault(form));

    public Task Forget(string form)
    {
        All.Remove(form);
        return Task.CompletedTask;
    }
}
