namespace PeerNetwork.Tools.Demo;

/// <summary>The main job, from the HR file to the sponsor's dashboard.</summary>
internal sealed class Story(
    FrontDoor door,
    RosterFile roster,
    DemoCompany.Company? company,
    int applicants,
    int cohort,
    Bars bars
)
{
    /// <returns>How many totals of the dashboard differ from what was done.</returns>
    public async Task<int> Tell(CancellationToken ct)
    {
        var tally = new Tally();
        var recruited = await new Recruiting(door, roster, company, applicants, bars, tally).Run(ct);
        var pairs = await new Pairing(recruited, bars, tally).Run(ct);
        await new Mentoring(recruited, bars, tally).Run(pairs, ct);
        var sponsor = await door.SignIn(Actors.Sponsor, ["sponsor"], ["*"], ct);
        var differences = await new Totals(sponsor, recruited, bars, tally).Compare(ct);
        if (cohort > 0)
            await new Desk(door, recruited, company, cohort, bars).Run(ct);
        return differences;
    }
}
