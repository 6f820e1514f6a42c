namespace PeerNetwork.Matching.Engine;

/// <summary>A binary heap in a span: the least number is the first.</summary>
internal static class MinHeap
{
    /// <summary>O(length).</summary>
    public static void Build(Span<long> heap)
    {
        for (var at = (heap.Length / 2) - 1; at >= 0; at--)
            SiftDown(heap, at);
    }

    /// <summary>O(log(length)). Restores the heap after the number at this position became greater.</summary>
    public static void SiftDown(Span<long> heap, int at)
    {
        if (at >= heap.Length)
            return;
        var moving = heap[at];
        for (int child; (child = (2 * at) + 1) < heap.Length; at = child)
        {
            if (child + 1 < heap.Length && heap[child + 1] < heap[child])
                child++;
            if (moving <= heap[child])
                break;
            heap[at] = heap[child];
        }
        heap[at] = moving;
    }
}
