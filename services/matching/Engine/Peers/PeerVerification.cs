namespace PeerNetwork.Matching.Engine;

/// <summary>One check of a certificate of peers. It shares no code with the solver.</summary>
internal sealed class PeerVerification(PeerGraph graph, PeerMatching matching)
{
    private readonly PeerCertificate _proof = matching.Certificate;

    // Of each blossom: its people, how many blossoms contain it, and its weight together with theirs.
    private readonly int[] _size = new int[matching.Certificate.Blossoms.Length];
    private readonly int[] _depth = new int[matching.Certificate.Blossoms.Length];
    private readonly Int128[] _weights = new Int128[matching.Certificate.Blossoms.Length];

    public VerificationResult Verify() =>
        Sizes() ?? Pairs() ?? Blossoms() ?? Edges() ?? Slackness() ?? Bound() ?? VerificationResult.Proved;

    private VerificationResult? Sizes() =>
        matching.Partners.Length == graph.PeopleCount
        && _proof.Prices.Length == graph.PeopleCount
        && _proof.BlossomOf.Length == graph.PeopleCount
            ? null
            : VerificationResult.Refuted("The matching and its proof are about another graph.");

    /// <summary>Partners have one another, every pair is permitted, and the stated totals are the real ones.</summary>
    private VerificationResult? Pairs()
    {
        var (pairs, total) = (0, 0L);
        for (var person = 0; person < graph.PeopleCount; person++)
        {
            var partner = matching.Partners[person];
            if (partner == -1)
                continue;
            if (partner < 0 || partner >= graph.PeopleCount || matching.Partners[partner] != person)
                return VerificationResult.Refuted($"Person {person} is not the partner of their partner.");
            var edge = EdgeOf(person, partner);
            if (edge < 0)
                return VerificationResult.Refuted($"Persons {person} and {partner} are not a permitted pair.");
            if (person < partner)
                (pairs, total) = (pairs + 1, total + graph.Score[edge]);
        }
        return (pairs, total) == (matching.Pairs, matching.TotalScore)
            ? null
            : VerificationResult.Refuted(
                $"The matching has {pairs} pairs with a total of {total}, which is not what it states."
            );
    }

    /// <summary>Each blossom is an odd set of at least three people with a weight that is not negative.</summary>
    private VerificationResult? Blossoms()
    {
        for (var at = 0; at < _proof.Blossoms.Length; at++)
        {
            var (parent, weight) = _proof.Blossoms[at];
            if (parent < -1 || parent >= at || weight < 0)
                return VerificationResult.Refuted($"Blossom {at} stands before its parent or has a negative weight.");
            _depth[at] = parent < 0 ? 0 : _depth[parent] + 1;
            _weights[at] = weight + WeightsOf(parent);
        }
        foreach (var blossom in _proof.BlossomOf)
        {
            if (blossom < -1 || blossom >= _size.Length)
                return VerificationResult.Refuted($"There is no blossom {blossom}.");
            if (blossom >= 0)
                _size[blossom]++;
        }
        AddToParents(_size);
        var even = Array.FindIndex(_size, size => size < 3 || size % 2 == 0);
        return even < 0 ? null : VerificationResult.Refuted($"Blossom {even} is not an odd set of three or more.");
    }

    /// <summary>No price is negative, and the prices and weights that meet an edge cover its worth twice.</summary>
    private VerificationResult? Edges()
    {
        for (var person = 0; person < graph.PeopleCount; person++)
        {
            if (_proof.Prices[person] < 0)
                return VerificationResult.Refuted($"The price of person {person} is negative.");
            for (var edge = graph.RowStart[person]; edge < graph.RowStart[person + 1]; edge++)
            {
                if (graph.Other[edge] > person && Excess(person, edge) < 0)
                    return VerificationResult.Refuted(
                        $"The prices of persons {person} and {graph.Other[edge]} are below their worth."
                    );
            }
        }
        return null;
    }

    /// <summary>
    /// Complementary slackness: a person without a partner has price 0, a pair is worth exactly what covers it, and a
    /// blossom with a weight is full.
    /// </summary>
    private VerificationResult? Slackness()
    {
        var inside = new int[_proof.Blossoms.Length];
        for (var person = 0; person < graph.PeopleCount; person++)
        {
            var partner = matching.Partners[person];
            if (partner == -1 && _proof.Prices[person] != 0)
                return VerificationResult.Refuted($"Person {person} has a price and no partner.");
            if (partner < person)
                continue;
            if (Excess(person, EdgeOf(person, partner)) != 0)
                return VerificationResult.Refuted(
                    $"The pair of persons {person} and {partner} is covered by more than its worth."
                );
            if (Shared(person, partner) is >= 0 and var blossom)
                inside[blossom]++;
        }
        AddToParents(inside);
        for (var blossom = 0; blossom < inside.Length; blossom++)
        {
            if (_proof.Blossoms[blossom].Weight > 0 && inside[blossom] != _size[blossom] / 2)
                return VerificationResult.Refuted($"Blossom {blossom} has a weight and is not full.");
        }
        return null;
    }

    /// <summary>
    /// One more pair counts more than any scores, and prices and weights sum to twice the worth of the matching.
    /// </summary>
    private VerificationResult? Bound()
    {
        var highest = graph.Score.Length == 0 ? 0 : graph.Score.Max();
        if (_proof.PairWorth <= (Int128)(graph.PeopleCount / 2) * highest)
            return VerificationResult.Refuted("A pair is worth less than the scores that it may cost.");
        Int128 bound = 0;
        foreach (var price in _proof.Prices)
            bound += price;
        for (var blossom = 0; blossom < _size.Length; blossom++)
            bound += (Int128)_proof.Blossoms[blossom].Weight * (_size[blossom] / 2);
        var worth = ((Int128)_proof.PairWorth * matching.Pairs) + matching.TotalScore;
        return bound == 2 * worth
            ? null
            : VerificationResult.Refuted($"The matching is worth {worth}; the proof allows {bound} / 2.");
    }

    private Int128 Excess(int person, int edge)
    {
        var other = graph.Other[edge];
        var covered = (Int128)_proof.Prices[person] + _proof.Prices[other] + WeightsOf(Shared(person, other));
        return covered - (2 * ((Int128)_proof.PairWorth + graph.Score[edge]));
    }

    /// <summary>The innermost blossom that holds both, or -1.</summary>
    private int Shared(int one, int other)
    {
        var (a, b) = (_proof.BlossomOf[one], _proof.BlossomOf[other]);
        while (a != b && a >= 0 && b >= 0)
        {
            if (_depth[a] >= _depth[b])
                a = _proof.Blossoms[a].Parent;
            else
                b = _proof.Blossoms[b].Parent;
        }
        return a == b ? a : -1;
    }

    private Int128 WeightsOf(int blossom) => blossom < 0 ? 0 : _weights[blossom];

    private void AddToParents(int[] counts)
    {
        for (var blossom = counts.Length - 1; blossom >= 0; blossom--)
        {
            if (_proof.Blossoms[blossom].Parent is >= 0 and var parent)
                counts[parent] += counts[blossom];
        }
    }

    private int EdgeOf(int person, int other)
    {
        for (var edge = graph.RowStart[person]; edge < graph.RowStart[person + 1]; edge++)
        {
            if (graph.Other[edge] == other)
                return edge;
        }
        return -1;
    }
}
