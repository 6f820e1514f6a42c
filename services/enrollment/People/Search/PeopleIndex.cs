using System.Collections.Concurrent;
using PeerNetwork.Enrollment.People.Duplicates;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.People.Search;

/// <param name="Name">The words of the name, without accents.</param>
/// <param name="Numbers">The words of employee number and mail address, which colleagues do not see.</param>
/// <param name="NameKeys">The same for each order and spelling of a name.</param>
/// <param name="Email">In lower case.</param>
/// <param name="LeftOn">Null for a person who works here, or never has.</param>
/// <param name="Profile">Null where the person has declared none.</param>
public sealed record IndexedPerson(
    Guid Id,
    string Site,
    string? Department,
    bool Active,
    string[] Name,
    string[] Numbers,
    string[] NameKeys,
    string? Email = null,
    DateOnly? HiredOn = null,
    DateOnly? LeftOn = null,
    string? JobTitle = null,
    Profile? Profile = null
)
{
    /// <summary>By which names are sorted.</summary>
    public string SortedName { get; } = string.Join(' ', Name);
}

/// <summary>
/// Who is found by which words. Names are stored encrypted, so the database cannot search them: each process keeps the
/// words in its memory, about 70 MB for 100,000 people, and with them what people declare in their profiles.
/// </summary>
/// <remarks>
/// Each search first reads who changed since the last one, so that a person who is erased by another process is not
/// found either.
/// </remarks>
public sealed class PeopleIndex(ReadModels models) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, IndexedPerson> _people = [];
    private readonly SemaphoreSlim _refresh = new(1, 1);

    /// <summary>The number of the last event that is in the index; null before the first search.</summary>
    private long? _position;

    /// <summary>The pairs of the people in the index, computed when they are asked for.</summary>
    private Lazy<IReadOnlyList<FoundPair>>? _pairs;

    /// <param name="words">A person is found if each of them is the beginning of a word.</param>
    /// <returns>First who is active, then whose first word begins like the first, then by name.</returns>
    public async Task<Guid[]> Find(string[] words, DirectoryScope scope, int limit, CancellationToken ct)
    {
        await Refresh(ct);
        var best = new SortedSet<Match>(Match.BestFirst);
        foreach (var (_, person) in _people)
        {
            if (!IsFound(person, words, scope))
                continue;
            var match = Match.Of(person, words[0]);
            if (best.Count == limit && Match.BestFirst.Compare(match, best.Max) > 0)
                continue;
            best.Add(match);
            if (best.Count > limit)
                best.Remove(best.Max!);
        }

        return [.. best.Select(m => m.Person.Id)];
    }

    /// <summary>
    /// All active people with this mail address, as the database has them now; case makes no difference.
    /// </summary>
    /// <remarks>The index ends at the high-water mark. Who was changed by later events is read in addition.</remarks>
    public async Task<Guid[]> FindByEmail(string address, CancellationToken ct)
    {
        var words = SearchWords.Of(address).ToArray();
        if (words is [])
            return [];
        await Refresh(ct);
        // Read first: what the index gets from now on is in the candidates too.
        var position = _position;
        Guid[] candidates =
        [
            .. _people.Values.Where(p => p.Active && words.All(word => p.Numbers.Contains(word))).Select(p => p.Id),
        ];
        var rows = await models.Query<EmailRow>(
            $"""
            select id, email from people
            where active and id in (select unnest({candidates})
                union select stream_id from mt_events where seq_id > {position})
            """,
            ct
        );
        return
        [
            .. rows.Where(r => string.Equals(r.Email?.Text, address, StringComparison.OrdinalIgnoreCase))
                .Select(r => r.Id),
        ];
    }

    /// <summary>All pairs of people who look alike: the same list until a person has changed.</summary>
    public async Task<IReadOnlyList<FoundPair>> FindDuplicates(CancellationToken ct)
    {
        await Refresh(ct);
        return _pairs!.Value;
    }

    /// <summary>The active people whom the rights cover, in no order.</summary>
    public async Task<IReadOnlyList<IndexedPerson>> ListActive(AccessScope rights, CancellationToken ct)
    {
        await Refresh(ct);
        return [.. _people.Values.Where(p => p.Active && rights.CoversPerson(p.Site, p.Department))];
    }

    public void Dispose() => _refresh.Dispose();

    /// <summary>Colleagues find those who work here, by name.</summary>
    private static bool IsFound(IndexedPerson person, string[] words, DirectoryScope scope)
    {
        if (!scope.Rights.CoversPerson(person.Site, person.Department) || !(scope.InFull || person.Active))
            return false;
        foreach (var word in words)
            if (
                !SearchWords.HasBeginning(person.Name, word)
                && !(scope.InFull && SearchWords.HasBeginning(person.Numbers, word))
            )
                return false;
        return true;
    }

    private async Task Refresh(CancellationToken ct)
    {
        await _refresh.WaitAsync(ct);
        try
        {
            var committed = await models.QueryFirstOrDefault<long>(
                $"select last_seq_id from mt_event_progression where name = 'HighWaterMark'",
                ct
            );
            if (committed == _position)
                return;
            var changed = await Changed(committed, ct);
            foreach (var row in changed)
                Update(row);
            // A list that is still being computed may mix people of before and after: it is not kept.
            if (_pairs is null || changed.Count > 0)
                _pairs = new(() => DuplicateSearch.Find([.. _people.Values]));
            _position = committed;
        }
        finally
        {
            _refresh.Release();
        }
    }

    private Task<IReadOnlyList<Row>> Changed(long committed, CancellationToken ct) =>
        _position is { } position
            ? models.Query<Row>(
                $"""
                select id, site, department, active, name, email, employee_number, description, left_at, profile,
                    erased or merged_into is not null as hidden
                from people
                where id in (select stream_id from mt_events where seq_id > {position} and seq_id <= {committed})
                """,
                ct
            )
            : models.Query<Row>(
                $"""
                select id, site, department, active, name, email, employee_number, description, left_at, profile,
                    false as hidden
                from people where not erased and merged_into is null
                """,
                ct
            );

    private void Update(Row row)
    {
        if (row.Hidden)
            _people.TryRemove(row.Id, out _);
        else
            _people[row.Id] = row.ToIndexedPerson();
    }

    /// <param name="Rank">Less is better.</param>
    private sealed record Match(IndexedPerson Person, int Rank)
    {
        public static Comparer<Match> BestFirst { get; } = Comparer<Match>.Create(Compare);

        public static Match Of(IndexedPerson person, string firstWord)
        {
            var named = person.Name is [var first, ..] && SearchWords.Begins(first, firstWord);
            return new(person, (person.Active ? 0 : 2) + (named ? 0 : 1));
        }

        private static int Compare(Match one, Match other)
        {
            if (one.Rank != other.Rank)
                return one.Rank.CompareTo(other.Rank);
            var byName = string.CompareOrdinal(one.Person.SortedName, other.Person.SortedName);
            return byName != 0 ? byName : one.Person.Id.CompareTo(other.Person.Id);
        }
    }

    private sealed record EmailRow(Guid Id, PersonalText? Email);

    private sealed record Row(
        Guid Id,
        string Site,
        string? Department,
        bool Active,
        PersonalText? Name,
        PersonalText? Email,
        PersonalText? EmployeeNumber,
        PersonalValue<StoredEmployment.Details>? Description,
        DateTimeOffset? LeftAt,
        PersonalValue<Profile>? Profile,
        bool Hidden
    )
    {
        public IndexedPerson ToIndexedPerson() =>
            new(
                Id,
                Site,
                Department,
                Active,
                SearchWords.WithTranscriptions(Name?.Text ?? ""),
                [.. SearchWords.Of(Email?.Text ?? ""), .. SearchWords.Of(EmployeeNumber?.Text ?? "")],
                SearchWords.KeysOf(Name?.Text ?? ""),
                Email?.Text?.ToLowerInvariant(),
                Description?.Value?.HiredOn,
                LeftAt is { } left ? DateOnly.FromDateTime(left.UtcDateTime) : null,
                Description?.Value?.JobTitle,
                Profile?.Value
            );
    }
}
