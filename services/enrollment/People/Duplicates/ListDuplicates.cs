using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Enrollment.People.Search;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Duplicates;

/// <summary>Two people who may be one.</summary>
/// <param name="Reasons">Why, in plain words.</param>
public sealed record DuplicateView(Guid Id, PersonView Person, PersonView Other, IReadOnlyCollection<string> Reasons);

/// <summary>Lists people who look alike, without the pairs that were dismissed.</summary>
public static class ListDuplicates
{
    public static async Task<Ok<PageResponse<DuplicateView>>> Handle(
        PeopleIndex index,
        ReadModels models,
        Paging paging,
        CancellationToken ct
    )
    {
        var page = PageOf(await Undismissed(await index.FindDuplicates(ct), models, ct), paging);
        Guid[] ids = [.. page.Items.SelectMany(p => (Guid[])[p.One, p.Other]).Distinct()];
        var people = (await PeopleProjection.Load(models, ids, ct)).ToDictionary(p => p.Id.Value, PersonView.Full);
        // A person may have been erased or merged in the meantime.
        var shown = page.Items.Where(p => people.ContainsKey(p.One) && people.ContainsKey(p.Other));
        return paging.ToResponse(
            new Page<DuplicateView>(
                [.. shown.Select(p => new DuplicateView(p.Id.Value, people[p.One], people[p.Other], p.Reasons))],
                page.Next
            )
        );
    }

    private static async Task<IReadOnlyList<FoundPair>> Undismissed(
        IReadOnlyList<FoundPair> found,
        ReadModels models,
        CancellationToken ct
    )
    {
        Guid[] ids = [.. found.Select(p => p.Id.Value)];
        var dismissed = (
            await models.Query<Guid>($"select id from dismissed_duplicates where id = any({ids})", ct)
        ).ToHashSet();
        return [.. found.Where(p => !dismissed.Contains(p.Id.Value))];
    }

    private static Page<FoundPair> PageOf(IReadOnlyList<FoundPair> found, PageRequest page)
    {
        FoundPair[] rest = [.. found.SkipWhile(p => p.Id.Value.CompareTo(page.After ?? Guid.Empty) <= 0)];
        return rest.Length <= page.Limit ? new(rest, null) : new(rest[..page.Limit], rest[page.Limit - 1].Id.Value);
    }
}
