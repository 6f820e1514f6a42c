namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Words as numbers, so that comparing two people compares integers. Case and outer blanks make no difference.
/// </summary>
internal sealed class TermInterner
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _terms = [];
    private readonly Dictionary<(int From, int To), int> _moves = [];
    private readonly HashSet<int> _respelled = [];

    public int Count => _terms.Count;

    public string TermOf(int id) => _terms[id];

    /// <summary>The words that came in several spellings, each in the one that is shown.</summary>
    public string[] RespelledTerms => TermsOf(_respelled);

    /// <summary>In alphabetical order, since numbers depend on who came first.</summary>
    public string[] TermsOf(IEnumerable<int> ids) => [.. ids.Select(TermOf).Order(StringComparer.Ordinal)];

    public int? Intern(string? word)
    {
        if (string.IsNullOrWhiteSpace(word))
            return null;
        word = word.Trim();
        if (_ids.TryGetValue(word, out var id))
        {
            // Of several spellings the first in ordinal order is shown.
            var order = string.CompareOrdinal(word, _terms[id]);
            if (order != 0)
                _respelled.Add(id);
            if (order < 0)
                _terms[id] = word;
            return id;
        }
        _terms.Add(word);
        return _ids[word] = _terms.Count - 1;
    }

    public int[] InternAll(IEnumerable<string> note) => [.. note.Select(Intern).OfType<int>().Distinct().Order()];

    /// <summary>A number for the move from one field of work to another.</summary>
    public int Move(int from, int to) =>
        _moves.TryGetValue((from, to), out var id) ? id : _moves[(from, to)] = _moves.Count;

    /// <summary>Every two different fields of a path of which the second came later.</summary>
    public IEnumerable<int> Moves(int[] path) =>
        path.SelectMany((from, at) => path.Skip(at + 1).Where(to => to != from).Select(to => Move(from, to)))
            .Distinct();

    public Answer[] Answers(IReadOnlyDictionary<string, int>? answers) =>
        answers is null
            ? []
            :
            [
                .. answers
                    .OrderBy(a => a.Key, StringComparer.Ordinal)
                    .Select(a => (Id: Intern(a.Key), a.Value))
                    .Where(a => a.Id is not null)
                    .DistinctBy(a => a.Id)
                    .Select(a => new Answer(a.Id!.Value, a.Value))
                    .OrderBy(a => a.Question),
            ];

    /// <summary>Sorted by id, one entry per skill; of several levels the highest counts.</summary>
    public LeveledSkill[] Skills(IEnumerable<Skill> skills) =>
        [
            .. skills
                .Select(s => (Id: Intern(s.Name), s.Level))
                .Where(s => s.Id is not null)
                .GroupBy(s => s.Id!.Value, s => s.Level)
                .Select(s => new LeveledSkill(s.Key, s.Max()))
                .OrderBy(s => s.Id),
        ];
}

internal readonly record struct LeveledSkill(int Id, int? Level);
