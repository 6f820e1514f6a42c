namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Rows of which single ones are replaced or added: the rest stays where it is. A change costs the length of the row.
/// </summary>
internal sealed class ChangingRows(Rows rows)
{
    private readonly Dictionary<int, (int[] Other, int[] Score)> _changed = [];

    /// <summary>A row that was never there before must be given by <see cref="Replace"/>.</summary>
    public ReadOnlySpan<int> Others(int row) =>
        _changed.TryGetValue(row, out var changed) ? changed.Other : rows.Of(row);

    public ReadOnlySpan<int> Scores(int row) =>
        _changed.TryGetValue(row, out var changed)
            ? changed.Score
            : rows.Score.AsSpan(rows.Start[row], rows.Length(row));

    public void Replace(int row, IEnumerable<(int Other, int Score)> edges)
    {
        var array = edges.ToArray();
        _changed[row] = (Array.ConvertAll(array, edge => edge.Other), Array.ConvertAll(array, edge => edge.Score));
    }

    public void Put(int row, int other, int score) => Replace(row, Edges(row).Append((other, score)));

    public void Take(int row, int other) => Replace(row, Edges(row).Where(edge => edge.Other != other));

    public (int Other, int Score)[] Edges(int row)
    {
        return [.. Others(row).ToArray().Zip(Scores(row).ToArray())];
    }
}
