using System.Globalization;

namespace PeerNetwork.Tools.Demo;

/// <summary>
/// Two employees book one session of a mentor at the same time: one gets it, and the other books the next one.
/// </summary>
/// <param name="recruited">With the directory as it is now.</param>
internal sealed class FlashSessions(Recruited recruited, ProgressReporter progress)
{
    private const string Path = "matching/flash-slots",
        Own = "matching/me/flash-slots";

    public Task<int> Run(CancellationToken ct) =>
        progress.Do(
            "Two employees book one flash session at once",
            async () =>
            {
                var (mentor, one, other) = Choose();
                await WithdrawFormer(mentor, ct);
                var (first, second) = (await Offer(mentor, days: 7, ct), await Offer(mentor, days: 8, ct));

                Session[] rivals = [recruited.Sessions[one.Person], recruited.Sessions[other.Person]];
                var refusals = await Task.WhenAll(rivals.Select(rival => rival.Try($"{Path}/{first}/book", null, ct)));
                var loser = Array.FindIndex(refusals, refusal => refusal is not null);
                if (
                    refusals.Count(refusal => refusal is null) != 1
                    || refusals[loser]!.Type != "urn:peernetwork:problem:flash-slot-taken"
                )
                    throw new DemoFailedException(
                        $"Of two who booked one session they read: {string.Join(" ", refusals.Select(r => r?.Detail))}"
                    );
                await rivals[loser].Post($"{Path}/{second}/book", null, ct);
                await ShouldHave(rivals[1 - loser], first, ct);
                await ShouldHave(rivals[loser], second, ct);
                return 0;
            }
        );

    /// <summary>People of whom none is a line manager of the mentor, or the other way round.</summary>
    private (Applicant Mentor, Applicant One, Applicant Other) Choose()
    {
        var lines = new ManagerLines(recruited.Directory);
        var present = recruited.Directory.Where(p => p.CanSignIn).Select(p => p.Id).ToHashSet();
        var people = recruited.Ready.Where(a => present.Contains(a.Person)).ToLookup(a => a.Part);
        foreach (var mentor in people[Part.Mentor])
        {
            var mentees = people[Part.Mentee].Where(mentee => !lines.AreInOne(mentee.Person, mentor.Person));
            if (mentees.Take(2).ToArray() is [var one, var other])
                return (mentor, one, other);
        }

        throw new DemoFailedException("Each mentor of the program is a line manager of all mentees but one.");
    }

    private async Task WithdrawFormer(Applicant mentor, CancellationToken ct)
    {
        var session = recruited.Sessions[mentor.Person];
        foreach (var slot in await session.All<SlotLine>(Own, ct))
            if (
                slot.Mentor == mentor.Person
                && slot.State is "offered" or "booked"
                && slot.StartsAt > DateTimeOffset.UtcNow
            )
                await session.Post($"{Path}/{slot.Id}/withdraw", null, ct);
    }

    private Task<Guid> Offer(Applicant mentor, int days, CancellationToken ct) =>
        recruited
            .Sessions[mentor.Person]
            .Create(
                Path,
                new
                {
                    program = recruited.Program,
                    topic = mentor.Offers[0].Name,
                    start = string.Create(
                        CultureInfo.InvariantCulture,
                        $"{DateTimeOffset.UtcNow.AddDays(days):yyyy-MM-dd}T10:00"
                    ),
                    minutes = 30,
                },
                ct
            );

    private static async Task ShouldHave(Session person, Guid slot, CancellationToken ct)
    {
        if ((await person.All<SlotLine>(Own, ct)).All(line => (line.Id, line.State) != (slot, "booked")))
            throw new DemoFailedException("A booked session is not listed.");
    }

    private sealed record SlotLine(Guid Id, Guid Mentor, string State, DateTimeOffset StartsAt);
}
