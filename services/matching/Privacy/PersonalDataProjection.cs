using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Engine;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching.Privacy;

/// <summary>
/// Where this service holds data on a person. Of the streams of runs and of coffee rounds, which are about thousands
/// of people, and of a flash session, which several people may have booked, it names the events that are about the
/// person.
/// </summary>
public sealed class PersonalDataProjection : PersonalStreamsProjection
{
    public override IEnumerable<PersonMention> MentionsIn(object data) =>
        data switch
        {
            PersonLeft p => Whole(p.Person),
            PersonWentOnLeave p => Whole(p.Person),
            ManagerChanged p => Whole(p.Person),
            MentorHoursLimited p => Whole(p.Person),
            ParticipantJoined p => Whole(p.Person),
            ParticipantNoLongerReady p => Whole(p.Person),
            ParticipantWithdrew p => Whole(p.Person),
            ParticipantPaused p => Whole(p.Person),
            ParticipantResumed p => Whole(p.Person),
            AnotherMentorWanted p => Whole(p.Person),
            CapacityOffered c => Whole(c.Mentor),
            CapacityTaken c => Whole(c.Mentor),
            MentorTimeTaken t => Whole(t.Mentor),
            SessionTimeTaken t => Whole(t.Mentor),
            ConnectionTimeTaken t => Whole(t.Person),
            // A person who is blocked is not told, so that their export does not show it either.
            ConnectionPreferencesSet s => Whole(s.Person),
            PersonBlocked b => Whole(b.Person),
            RequestPlaceTaken t => Whole(t.Person),
            ConnectionRequested r => Whole(r.From, r.To),
            FlashTimeTaken t => Whole(t.Person),
            FlashSlotOffered o => Whole(o.Mentor),
            FlashSlotBooked b => Single(b.Mentee),
            FlashBookingCancelled c => Single(c.Mentee),
            FlashSlotWithdrawn { Mentee: { } mentee } => Single(mentee),
            MatchProposed m => Whole([.. m.Members.Select(member => member.Person)]),
            CoffeeJoined j => Whole(j.Person),
            _ => InRuns(data)
                .Concat(InCoffeeRounds(data))
                .Distinct()
                .Select(person => new PersonMention(person, WholeStream: false)),
        };

    private static IEnumerable<Guid> InRuns(object data) =>
        data switch
        {
            RunRequested r => [.. Decider(r.By), .. PeopleIn(r.Exclusions), .. PeopleIn(r.Policy)],
            VariantRequested v => [v.By.Value, .. PeopleIn(v.Policy)],
            VariantCancelled v => [v.By.Value],
            VariantResumed v => [v.By.Value],
            ProposalRemoved p => [p.By.Value, p.Mentee.Value],
            ProposalAdded p => [p.By.Value, p.Pair.Mentee.Value, p.Pair.Mentor.Value],
            RunReviewed r => Decider(r.By),
            PublicationRequested p => Decider(p.By),
            ProposalsPublished p =>
            [
                .. p.Published.Select(mentee => mentee.Value),
                .. p.Skipped.Select(skipped => skipped.Mentee.Value),
            ],
            CohortMenteesRecorded c => c.Mentees.Select(m => m.Profile.Owner),
            CohortMentorsRecorded c => c.Mentors.Select(m => m.Profile.Owner),
            CohortPairsRecorded c => PeopleIn([.. c.Excluded, .. c.Ended]),
            ProposalsMade p => p.Proposals.SelectMany(pair => new[] { pair.Mentee.Value, pair.Mentor.Value }),
            MenteesUnmatched u => u.Mentees.Select(m => m.Mentee.Value),
            SolutionMenteesRecorded s => s.Mentees.Select(m => m.Mentee),
            SolutionMentorsRecorded s => s.Mentors.Select(m => m.Mentor),
            StableMenteesRecorded s => s.Mentees.Select(m => m.Mentee),
            StableMentorsRecorded s => s.Mentors.Select(m => m.Mentor),
            _ => [],
        };

    private static IEnumerable<Guid> InCoffeeRounds(object data) =>
        data switch
        {
            CoffeeRoundRequested r => Decider(r.By),
            CoffeeRoundFormed f => f.Groups.Append(f.Alone).SelectMany(group => group).Select(person => person.Value),
            _ => [],
        };

    private static Guid[] Decider(PersonId? by) => by is { } person ? [person.Value] : [];

    private static IEnumerable<Guid> PeopleIn(Policy policy) => PeopleIn([.. policy.Locked, .. policy.Forbidden]);

    private static IEnumerable<Guid> PeopleIn(IEnumerable<Pair> pairs) =>
        pairs.SelectMany(pair => new[] { pair.Mentee, pair.Mentor });

    private static IEnumerable<PersonMention> Whole(params PersonId[] people) =>
        people.Select(person => new PersonMention(person.Value, WholeStream: true));

    private static IEnumerable<PersonMention> Single(PersonId person) => [new(person.Value, WholeStream: false)];
}
