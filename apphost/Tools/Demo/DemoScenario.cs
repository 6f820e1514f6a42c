namespace PeerNetwork.Tools.Demo;

/// <summary>The main job, from the HR file to the sponsor's dashboard.</summary>
internal sealed class DemoScenario(
    GatewayClient gateway,
    RosterFile roster,
    DemoCompany.Company? company,
    int applicants,
    int cohort,
    ProgressReporter progress
)
{
    /// <returns>How many totals of the dashboard differ from what was done.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var counters = new Counters();
        var recruited = await new Recruiting(gateway, roster, company, applicants, progress, counters).Run(ct);
        var pairs = await new Pairing(recruited, progress, counters).Run(ct);
        var open = await new Mentoring(recruited, progress, counters).Run(pairs, ct);
        var hr = await gateway.SignIn(Actors.HumanResources, ["people-admin"], ["*"], ct);
        await new PeopleChanges(gateway, recruited, hr, progress, counters).Run(open, ct);
        var sponsor = await gateway.SignIn(Actors.Sponsor, ["sponsor"], ["*"], ct);
        var differences = await new Totals(sponsor, recruited, progress, counters).Compare(ct);
        var rematching = new Rematching(recruited, progress);
        var before = await rematching.ShortenTheWait(ct);
        await new CoffeeRounds(recruited, progress).Run(ct);
        // Some have left, and others have a new manager.
        recruited = recruited with
        {
            Directory = await Listed.ReadAll(hr, roster, progress, ct),
        };
        await new FlashSessions(recruited, progress).Run(ct);
        await new ReciprocalPeers(recruited, progress).Run(ct);
        await new MentoringGroups(recruited, progress).Run(ct);
        await new Connections(recruited, progress).Run(ct);
        await rematching.ExpectProposals(before, ct);
        if (cohort > 0)
            await new WhatIfScenario(gateway, recruited, company, cohort, progress).Run(ct);
        return differences;
    }
}
