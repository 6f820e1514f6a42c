namespace PeerNetwork.Tools.Demo;

internal sealed record PairConstraint(Guid Mentee, Guid Mentor);

/// <summary>Two pairs that a coordinator has promised, and one that must not be.</summary>
internal sealed record PairConstraints(IReadOnlyList<PairConstraint> Locked, IReadOnlyList<PairConstraint> Forbidden)
{
    /// <summary>
    /// Of people neither of whom is above the other at any level, since no promise is worth more than that rule.
    /// </summary>
    public static PairConstraints Of(Participants participants, IReadOnlyList<Listed> directory)
    {
        var lines = new ManagerLines(directory);
        var mentors = new Queue<Applicant>(participants.Applicants.Where(a => a.Part is Part.Mentor));
        var mentees = participants.Applicants.Where(a => a.Part is Part.Mentee).ToList();
        var pairs = new List<PairConstraint>();
        while (pairs.Count < 3)
        {
            // A mentor who is above all mentees is left out.
            var mentor = mentors.TryDequeue(out var next)
                ? next.Person
                : throw new DemoFailedException("There are no three pairs of people who do not report to each other.");
            if (
                mentees.Find(m => pairs.All(p => p.Mentee != m.Person) && !lines.AreInOne(m.Person, mentor)) is
                { } mentee
            )
                pairs.Add(new(mentee.Person, mentor));
        }

        return new(pairs[..2], pairs[2..]);
    }
}
