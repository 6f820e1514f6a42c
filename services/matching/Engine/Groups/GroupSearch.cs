namespace PeerNetwork.Matching.Engine;

/// <summary>
/// Local search with exact gains, in two levels: the placed mentees, then the total. It ends where no mentee can join,
/// move, change places with another or take the place of another, no group can be opened or closed and no mentor
/// replaced with a gain. O(mentees²) for a pass over all exchanges.
/// </summary>
internal sealed class GroupSearch(GroupState state)
{
    private readonly GroupGraph _graph = state.Graph;
    private readonly GroupSizes _sizes = state.Graph.Sizes;

    public void Run(CancellationToken ct)
    {
        var steps = new GroupSteps(state);
        do
        {
            while (Pass(ct)) { }
        } while (steps.ReplaceMentors(ct) | steps.CloseGroups(ct) | steps.OpenGroups(ct));
    }

    private bool Pass(CancellationToken ct)
    {
        var changed = false;
        for (var mentee = 0; mentee < _graph.MenteeCount; mentee++)
        {
            ct.ThrowIfCancellationRequested();
            changed |= state.GroupOf[mentee] < 0 ? Place(mentee) : Improve(mentee);
        }
        return changed;
    }

    private bool Place(int mentee)
    {
        if (BestWithRoom(mentee, except: -1) is >= 0 and var group)
        {
            state.Add(mentee, group);
            return true;
        }
        return Push(mentee) || Replace(mentee);
    }

    /// <summary>A member leaves for a group with room and the mentee takes the place.</summary>
    private bool Push(int mentee)
    {
        var best = (Gain: long.MinValue, Member: -1, Group: -1);
        for (var member = 0; member < _graph.MenteeCount; member++)
        {
            if (state.GroupOf[member] is not (>= 0 and var group))
                continue;
            var worth = state.Worth(group)[mentee] - state.Value(mentee, member);
            if (worth <= GroupState.Forbidden || BestWithRoom(member, group) is not (>= 0 and var other))
                continue;
            var gain = worth + state.Worth(other)[member] - state.Own(member);
            if (gain > best.Gain)
                best = (gain, member, other);
        }
        if (best.Member < 0)
            return false;
        var place = state.GroupOf[best.Member];
        state.Move(best.Member, best.Group);
        state.Add(mentee, place);
        return true;
    }

    /// <summary>A member who counts less gives up the place.</summary>
    private bool Replace(int mentee)
    {
        var (best, leaving) = ((Placement: 0L, Gain: 0L), -1);
        for (var member = 0; member < _graph.MenteeCount; member++)
        {
            if (state.GroupOf[member] is not (>= 0 and var group))
                continue;
            var worth = state.Worth(group)[mentee] - state.Value(mentee, member);
            var gain = (_graph.Placement(mentee) - _graph.Placement(member), worth - state.Own(member));
            if (worth > GroupState.Forbidden && gain.CompareTo(best) > 0)
                (best, leaving) = (gain, member);
        }
        if (leaving < 0)
            return false;
        var place = state.GroupOf[leaving];
        state.Remove(leaving);
        state.Add(mentee, place);
        return true;
    }

    private bool Improve(int mentee)
    {
        var (home, own) = (state.GroupOf[mentee], state.Own(mentee));
        if (
            state.Size(home) > _sizes.Min
            && BestWithRoom(mentee, home) is >= 0 and var group
            && state.Worth(group)[mentee] > own
        )
        {
            state.Move(mentee, group);
            return true;
        }
        var partner = BestExchange(mentee);
        if (partner < 0)
            return false;
        var place = state.GroupOf[partner];
        state.Remove(mentee);
        state.Move(partner, home);
        state.Add(mentee, place);
        return true;
    }

    /// <summary>The mentee to change places with, or -1 where no exchange has a gain.</summary>
    private int BestExchange(int mentee)
    {
        var (home, own) = (state.GroupOf[mentee], state.Own(mentee));
        var (atHome, elsewhere) = (state.Worth(home), WorthByGroup(mentee));
        var excluded = _graph.Partners.ExcludedBy(mentee).Length > 0;
        var (best, partner) = (0L, -1);
        for (var other = 0; other < _graph.MenteeCount; other++)
        {
            if (state.GroupOf[other] is not (>= 0 and var group) || group == home)
                continue;
            var gain = elsewhere[group] - own + atHome[other] - state.Worth(group)[other];
            // Values are not negative except those of exclusions.
            if (gain <= best && !excluded)
                continue;
            gain -= 2 * state.Value(mentee, other);
            if (gain > best)
                (best, partner) = (gain, other);
        }
        return partner;
    }

    private long[] WorthByGroup(int mentee)
    {
        var worth = new long[state.Count];
        for (var group = 0; group < worth.Length; group++)
            worth[group] = state.Worth(group)[mentee];
        return worth;
    }

    private int BestWithRoom(int mentee, int except)
    {
        var (best, found) = (GroupState.Forbidden, -1);
        for (var group = 0; group < state.Count; group++)
        {
            if (group == except || !state.Exists(group) || state.Size(group) == _sizes.Max)
                continue;
            if (state.Worth(group)[mentee] > best)
                (best, found) = (state.Worth(group)[mentee], group);
        }
        return found;
    }
}
