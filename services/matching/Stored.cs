using PeerNetwork.EventStore;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;

namespace PeerNetwork.Matching;

/// <summary>The names under which this service stores its streams and events, for good, and the tables that follow from them.</summary>
public static class Stored
{
    public static EventStoreBuilder AddStreams(this EventStoreBuilder store) =>
        store
            .Stream<KnownPerson>("person", s => s.Event<PersonNoted>("person_noted"))
            .Stream<MentoringProgram>(
                "program",
                s => s.Event<ProgramNoted>("program_noted").Event<ProgramEnded>("program_ended")
            )
            .Stream<Participation>(
                "participation",
                s => s.Event<ParticipantJoined>("participant_joined").Event<ParticipantWithdrew>("participant_withdrew")
            )
            .Stream<MentorPlaces>(
                "mentor_places",
                s =>
                    s.Event<PlacesOffered>("places_offered")
                        .Event<PlacesWithdrawn>("places_withdrawn")
                        .Event<PlaceTaken>("place_taken")
                        .Event<PlaceFreed>("place_freed")
            )
            .Stream<MentorBudget>(
                "mentor_budget",
                s => s.Event<MentorTimeTaken>("mentor_time_taken").Event<MentorTimeFreed>("mentor_time_freed")
            )
            .Stream<Match>(
                "match",
                s =>
                    s.Event<MatchProposed>("match_proposed")
                        .Event<MatchAccepted>("match_accepted")
                        .Event<MatchConfirmed>("match_confirmed")
                        .Event<MatchDeclined>("match_declined")
                        .Event<MatchEnded>("match_ended")
            )
            .Stream<Run>(
                "run",
                s =>
                    s.Event<RunRequested>("run_requested")
                        .Event<RunStarted>("run_started")
                        .Event<RunDrafted>("run_drafted")
                        .Event<RunFailed>("run_failed")
                        .Event<VariantRequested>("variant_requested")
                        .Event<VariantDrafted>("variant_drafted")
                        .Event<VariantFailed>("variant_failed")
                        .Event<VariantCancelled>("variant_cancelled")
                        .Event<VariantResumed>("variant_resumed")
                        .Event<ProposalRemoved>("proposal_removed")
                        .Event<ProposalAdded>("proposal_added")
                        .Event<RunReviewed>("run_reviewed")
                        .Event<PublicationRequested>("publication_requested")
                        .Event<ProposalsPublished>("proposals_published")
                        .Event<RunPublished>("run_published")
            )
            .Stream<RecordedCohort>(
                "run_cohort",
                s =>
                    s.Event<MenteesTaken>("mentees_taken")
                        .Event<MentorsTaken>("mentors_taken")
                        .Event<PairsTaken>("pairs_taken")
            )
            .Stream<RunResult>(
                "run_result",
                s =>
                    s.Event<ProposalsMade>("proposals_made")
                        .Event<MenteesUnmatched>("mentees_unmatched")
                        .Event<AssignmentMade>("assignment_made")
            );

    /// <summary>All tables are written with the event: a run takes its cohort, and publishing its people, from what is true at that moment.</summary>
    public static EventStoreBuilder AddTables(this EventStoreBuilder store) =>
        store
            .Inline<PeopleDirectory>()
            .Inline<MatchList>()
            .Inline<RunList>()
            .Inline<RunFigures>()
            .Unique("one_open_match", "This mentee already has an open match in the program.");
}
