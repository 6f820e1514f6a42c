namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Steps of the local search that change a group as a whole. Each is made, measured, and taken back where it gains
/// nothing.
/// </summary>
internal sealed class GroupSteps(GroupState state)
{
    private readonly GroupGraph _graph = state.Graph;
    private readonly GroupSizes _sizes = state.Graph.Sizes;

    /// <summary>The best mentor with a place for each group, or an exchange of mentors. O(groups × mentors).</summary>
    public bool ReplaceMentors(CancellationToken ct)
    {
        var changed = false;
        for (var group = 0; group < state.Count; group++)
        {
            ct.ThrowIfCancellationRequested();
            if (!state.Exists(group))
                continue;
            var best = Enumerable
                .Range(0, _graph.MentorCount)
                .Where(mentor => state.GroupsOfMentor[mentor] < _graph.MaxGroups[mentor])
                .Select(mentor => (Gain: Gain(group, mentor), Mentor: mentor))
                .OrderByDescending(change => change.Gain)
                .FirstOrDefault((Gain: 0L, Mentor: -1));
            if (best.Gain > 0)
            {
                state.Lead(group, best.Mentor);
                changed = true;
            }
            changed |= ExchangeMentor(group);
        }
        return changed;
    }

    /// <summary>All members find another group, or stay out where that is worth it.</summary>
    public bool CloseGroups(CancellationToken ct)
    {
        var changed = false;
        for (var group = 0; group < state.Count; group++)
        {
            ct.ThrowIfCancellationRequested();
            if (state.Exists(group))
                changed |= Close(group);
        }
        return changed;
    }

    /// <summary>A group more of a mentor with a place, of mentees without a group and from groups above the least
    /// size.</summary>
    public bool OpenGroups(CancellationToken ct)
    {
        var changed = false;
        for (var mentor = 0; mentor < _graph.MentorCount; mentor++)
        {
            ct.ThrowIfCancellationRequested();
            while (state.GroupsOfMentor[mentor] < _graph.MaxGroups[mentor] && Open(mentor))
                changed = true;
        }
        return changed;
    }

    private long Gain(int group, int mentor) =>
        state.Members[group].Sum(member => state.Score(mentor, member) - state.Score(state.MentorOf[group], member));

    private bool ExchangeMentor(int group)
    {
        var (best, with) = (0L, -1);
        for (var other = 0; other < state.Count; other++)
        {
            if (!state.Exists(other) || state.MentorOf[other] == state.MentorOf[group])
                continue;
            var gain = Gain(group, state.MentorOf[other]) + Gain(other, state.MentorOf[group]);
            if (gain > best)
                (best, with) = (gain, other);
        }
        if (with < 0)
            return false;
        var (one, two) = (state.MentorOf[group], state.MentorOf[with]);
        state.Lead(group, two);
        state.Lead(with, one);
        return true;
    }

    private bool Close(int group)
    {
        var (before, moves) = (Worth, new List<(int Mentee, int From)>());
        foreach (var member in state.Members[group].ToArray())
        {
            moves.Add((member, group));
            state.Remove(member);
            var best = Enumerable
                .Range(0, state.Count)
                .Where(other => other != group && state.Exists(other) && state.Size(other) < _sizes.Max)
                .Select(other => (Worth: state.Worth(other)[member], Group: other))
                .OrderByDescending(place => place.Worth)
                .FirstOrDefault((Worth: long.MinValue, Group: -1));
            if (best.Worth > GroupState.Forbidden)
                state.Add(member, best.Group);
            else if (state.Placement < before.Placement)
                break;
        }
        if (Worth.CompareTo(before) <= 0)
            return TakeBack(moves);
        state.Close(group);
        return true;
    }

    private bool Open(int mentor)
    {
        var (before, moves, group) = (Worth, new List<(int Mentee, int From)>(), state.Open(mentor));
        var best = (Worth: before, Moves: 0);
        while (state.Size(group) < _sizes.Max && BestToJoin(group) is >= 0 and var mentee)
        {
            moves.Add((mentee, state.GroupOf[mentee]));
            if (state.GroupOf[mentee] >= 0)
                state.Remove(mentee);
            state.Add(mentee, group);
            if (state.Size(group) >= _sizes.Min && Worth.CompareTo(best.Worth) > 0)
                best = (Worth, moves.Count);
        }
        TakeBack(moves[best.Moves..]);
        if (best.Moves == 0)
            state.Close(group);
        return best.Moves > 0;
    }

    /// <summary>Who may leave, or has no group, and gains most by joining; -1 where there is no one.</summary>
    private int BestToJoin(int group)
    {
        var (best, joining) = ((Placement: 0L, Gain: long.MinValue), -1);
        for (var mentee = 0; mentee < _graph.MenteeCount; mentee++)
        {
            var (from, worth) = (state.GroupOf[mentee], state.Worth(group)[mentee]);
            if (worth <= GroupState.Forbidden || from == group || (from >= 0 && state.Size(from) <= _sizes.Min))
                continue;
            var gain = (from < 0 ? _graph.Placement(mentee) : 0, worth - state.Own(mentee));
            if (gain.CompareTo(best) > 0)
                (best, joining) = (gain, mentee);
        }
        return joining;
    }

    private bool TakeBack(List<(int Mentee, int From)> moves)
    {
        foreach (var (mentee, from) in Enumerable.Reverse(moves))
        {
            if (state.GroupOf[mentee] >= 0)
                state.Remove(mentee);
            if (from >= 0)
                state.Add(mentee, from);
        }
        return false;
    }

    private (long Placement, long Total) Worth => (state.Placement, state.TotalScore);
}
