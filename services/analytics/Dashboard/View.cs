using PeerNetwork.Analytics.Indicators;

namespace PeerNetwork.Analytics.Dashboard;

/// <summary>The figures of one place in the cube.</summary>
/// <param name="site">Null for all sites.</param>
/// <param name="time">A week, a period or all time.</param>
/// <param name="headcount">How many people work there.</param>
public sealed class View(Cube cube, string? site, Interval time, int headcount)
{
    public AllFigures Figures =>
        new(
            new(
                Count("applied"),
                Count("approved"),
                Count("ready"),
                Count("refused"),
                Count("withdrawn"),
                People("active"),
                ParticipationRate
            ),
            new(
                Count("mentees"),
                Count("matched"),
                Share("matched", "mentees"),
                Count("confirmed"),
                Quantile("confirmed", 0.5),
                Quantile("confirmed", 0.9)
            ),
            new(Count("started"), Count("completed"), Count("endedEarly"), Count("successful"), Count("checkIns")),
            new(Count("planned"), Count("held"), Count("missed"), Mean("attendance")),
            new(Count("set"), Count("reached"), Count("onTime"), Share("reached", "set"), Share("onTime", "set")),
            new(new(Mean("mentorScores"), Count("mentorScores")), new(Mean("menteeScores"), Count("menteeScores")))
        );

    private Figure ParticipationRate
    {
        get
        {
            var taking = cube.People(At("approved"));
            if (IsHidden("approved") || SmallGroups.IsSmall(headcount) || SmallGroups.IsSmall(headcount - taking))
                return Figure.Hidden;
            return headcount == 0 ? Figure.None : (decimal)taking / headcount;
        }
    }

    private Figure Count(string figure) => IsHidden(figure) ? Figure.Hidden : cube.Amounts(At(figure)).Count;

    private Figure People(string figure) => IsHidden(figure) ? Figure.Hidden : cube.People(At(figure));

    private Figure Mean(string figure) =>
        IsHidden(figure) ? Figure.Hidden
        : cube.Amounts(At(figure)) is { Count: > 0 } amounts ? amounts.Average()
        : Figure.None;

    private Figure Share(string part, string whole) =>
        IsHidden(part) || IsHidden(whole) ? Figure.Hidden
        : cube.Amounts(At(whole)).Count is > 0 and var all ? (decimal)cube.Amounts(At(part)).Count / all
        : Figure.None;

    /// <summary>Between two neighbours the value is interpolated, as PostgreSQL's percentile_cont does it.</summary>
    private Figure Quantile(string figure, double fraction)
    {
        if (IsHidden(figure))
            return Figure.Hidden;
        decimal[] ordered = [.. cube.Amounts(At(figure)).Order()];
        if (ordered.Length == 0)
            return Figure.None;
        var place = (decimal)fraction * (ordered.Length - 1);
        var (below, above) = (ordered[(int)Math.Floor(place)], ordered[(int)Math.Ceiling(place)]);
        return below + (above - below) * (place - Math.Floor(place));
    }

    private bool IsHidden(string figure) => cube.IsHidden(At(figure));

    private Cell At(string figure) => new(figure, site, time);
}
