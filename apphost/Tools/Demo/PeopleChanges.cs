namespace PeerNetwork.Tools.Demo;

/// <summary>
/// The identity provider tells of people who move and leave while their mentorships run, and one of those who left is
/// erased.
/// </summary>
internal sealed class PeopleChanges(
    GatewayClient gateway,
    Recruited recruited,
    Session hr,
    ProgressReporter progress,
    Counters counters
)
{
    /// <summary>The dashboard would hide a smaller group.</summary>
    private const int Moving = 5,
        Leaving = 5;

    private readonly Dictionary<Guid, string> _numbers = recruited.Participants.Applicants.ToDictionary(
        a => a.Person,
        a => a.Subject
    );

    /// <param name="open">Pairs whose mentorships run.</param>
    public async Task Run(IReadOnlyList<Pair> open, CancellationToken ct)
    {
        // A mentee with reports would take them along below the new manager.
        var managers = recruited.Directory.Select(p => p.Manager).ToHashSet();
        var movers = open.Where(p => !managers.Contains(p.Mentee)).DistinctBy(p => p.Mentor).Take(Moving).ToList();
        var leavers = open.Select(p => p.Mentor)
            .Distinct()
            .Except([recruited.CoordinatorPerson, .. movers.Select(p => p.Mentor)])
            .Take(Leaving)
            .ToList();
        var users = await IdentityProviderUsers.Connect(gateway, hr, ct);
        await progress.ForEach(
            "SCIM: mentors become the managers of their mentees",
            movers,
            p => users.SetManager(_numbers[p.Mentee], _numbers[p.Mentor], ct),
            ct
        );
        await Close(movers, "reportingLine", ct);

        await progress.ForEach(
            "SCIM: mentors leave the company",
            leavers,
            async p =>
            {
                await users.Deactivate(_numbers[p], ct);
                counters.Count(Totals.Withdrawn);
            },
            ct
        );
        await Close([.. open.Where(p => leavers.Contains(p.Mentor))], "personLeft", ct);
        await ReadAudit(leavers[0], users.Client, ct);
        await new PersonErasure(hr, progress).Run(leavers[0], ct);
    }

    private async Task Close(List<Pair> pairs, string outcome, CancellationToken ct)
    {
        var ids = pairs.Select(p => p.Id).ToHashSet();
        await progress.Until(
            "Their mentorships close",
            pairs.Count,
            async () =>
                (
                    await recruited.Coordinator.All<Mentorship>(
                        $"engagement/mentorships?program={recruited.Program}&closed=true",
                        ct
                    )
                ).Count(m => ids.Contains(m.Id) && m.Outcome == outcome),
            ct
        );
    }

    /// <summary>An overseer reads in the audit trail that it was the identity provider who told.</summary>
    private async Task ReadAudit(Guid leaver, Guid client, CancellationToken ct)
    {
        var overseer = await gateway.SignIn(Actors.Overseer, ["overseer"], ["*"], ct);
        await progress.Until(
            "The audit trail says who told of a leaver",
            1,
            async () =>
                (await overseer.All<AuditEntry>($"enrollment/audit?person={leaver}&action=person_left", ct)).Count(e =>
                    e.Actor == $"{client}"
                ),
            ct
        );
    }

    private sealed record Mentorship(Guid Id, string? Outcome);

    private sealed record AuditEntry(string? Actor);
}
