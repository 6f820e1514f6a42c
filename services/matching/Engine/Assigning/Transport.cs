using System.Diagnostics;

namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Ships every row's whole supply to columns of limited capacity at the greatest total weight, one unit per edge: successive shortest
/// paths on reduced costs (Edmonds and Karp 1972; Tomizawa 1971), in integers. Each unit costs one Dijkstra search that stops at the nearest
/// column with room, so it is fast where the rows are the short side. Afterwards <see cref="RowPrice"/> + <see cref="ColumnPrice"/> is at
/// least the weight on every edge and equals it on the chosen ones; column prices are not negative, and 0 where room is left.
/// O(units × edges × log columns) at worst; 8 bytes per edge.
/// </summary>
internal sealed class Transport
{
    private readonly int[] _start;
    private readonly int[] _column;
    private readonly int[] _weight;

    // A column's units: slots [_slotStart[c], _slotStart[c] + _filled[c]) hold the edges that deliver them and their rows.
    private readonly int[] _slotStart;
    private readonly int[] _filled;
    private readonly int[] _slotEdge;
    private readonly int[] _slotRow;

    // The search tree. A stamp tells whether an entry belongs to the current search.
    private int _search;
    private long _nearest;
    private int _target;
    private readonly int[] _columnStamp;
    private readonly int[] _settledStamp;
    private readonly long[] _columnDistance;
    private readonly int[] _reachedByEdge;
    private readonly int[] _reachedByRow;
    private readonly int[] _rowStamp;
    private readonly long[] _rowDistance;
    private readonly int[] _freedSlot;
    private readonly List<int> _rows = [];
    private readonly List<int> _columns = [];
    private readonly PriorityQueue<int, long> _frontier = new();

    public Transport(int[] capacity, int[] start, int[] column, int[] weight)
    {
        (_start, _column, _weight) = (start, column, weight);
        var (rows, columns) = (start.Length - 1, capacity.Length);
        _slotStart = new int[columns + 1];
        foreach (var c in column)
            _slotStart[c + 1]++;
        // Room beyond a column's edges is never used.
        for (var c = 0; c < columns; c++)
            _slotStart[c + 1] = _slotStart[c] + Math.Min(_slotStart[c + 1], capacity[c]);
        (_filled, _slotEdge, _slotRow) = (new int[columns], new int[_slotStart[^1]], new int[_slotStart[^1]]);
        (_columnStamp, _settledStamp, _columnDistance) = (new int[columns], new int[columns], new long[columns]);
        (_reachedByEdge, _reachedByRow) = (new int[columns], new int[columns]);
        (_rowStamp, _rowDistance, _freedSlot) = (new int[rows], new long[rows], new int[rows]);
        ColumnPrice = new long[columns];
        RowPrice = new long[rows];
        for (var r = 0; r < rows; r++)
            RowPrice[r] = start[r] == start[r + 1] ? 0 : weight.AsSpan(start[r]..start[r + 1]).ToArray().Max();
    }

    public long[] RowPrice { get; }
    public long[] ColumnPrice { get; }

    /// <summary>The edges that carry a unit.</summary>
    public IEnumerable<int> Chosen => Enumerable.Range(0, _filled.Length).SelectMany(c => _slotEdge.Skip(_slotStart[c]).Take(_filled[c]));

    public void Ship(int row)
    {
        _search++;
        (_nearest, _target) = (long.MaxValue, -1);
        _rows.Clear();
        _columns.Clear();
        _frontier.Clear();
        Enter(row, 0);
        while (_frontier.TryDequeue(out var column, out var distance) && distance < _nearest)
        {
            if (_settledStamp[column] == _search)
                continue;
            _settledStamp[column] = _search;
            _columns.Add(column);
            Follow(column, distance);
        }
        if (_target < 0)
            throw new UnreachableException($"The supply of row {row} has nowhere to go.");
        Reprice();
        Augment(row);
    }

    /// <summary>From a full column back to the rows that fill it, whose edges there cost nothing to undo.</summary>
    private void Follow(int column, long distance)
    {
        for (var slot = _slotStart[column]; slot < _slotStart[column] + _filled[column]; slot++)
        {
            var row = _slotRow[slot];
            if (_rowStamp[row] == _search)
                continue;
            _freedSlot[row] = slot;
            Enter(row, distance);
        }
    }

    private void Enter(int row, long distance)
    {
        (_rowStamp[row], _rowDistance[row]) = (_search, distance);
        _rows.Add(row);
        var level = distance + RowPrice[row];
        for (var edge = _start[row]; edge < _start[row + 1]; edge++)
        {
            var column = _column[edge];
            var reached = level + ColumnPrice[column] - _weight[edge];
            if (reached >= _nearest || (_columnStamp[column] == _search && reached >= _columnDistance[column]))
                continue;
            (_columnStamp[column], _columnDistance[column]) = (_search, reached);
            (_reachedByEdge[column], _reachedByRow[column]) = (edge, row);
            if (_filled[column] < _slotStart[column + 1] - _slotStart[column])
                (_nearest, _target) = (reached, column);
            else
                _frontier.Enqueue(column, reached);
        }
    }

    private void Reprice()
    {
        foreach (var row in _rows)
            RowPrice[row] -= _nearest - _rowDistance[row];
        foreach (var column in _columns)
            ColumnPrice[column] += _nearest - _columnDistance[column];
    }

    private void Augment(int source)
    {
        var (column, slot) = (_target, _slotStart[_target] + _filled[_target]++);
        while (true)
        {
            var row = _reachedByRow[column];
            (_slotEdge[slot], _slotRow[slot]) = (_reachedByEdge[column], row);
            if (row == source)
                return;
            slot = _freedSlot[row];
            column = _column[_slotEdge[slot]];
        }
    }
}
