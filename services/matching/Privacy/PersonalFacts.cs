using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Flash;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Privacy;

/// <summary>What the events of this service say about one person.</summary>
public static class PersonalFacts
{
    private const string CoffeeRounds = "Coffee rounds",
        ForCoordinators = "The note was written for the coordinators.";

    /// <returns>Null where the event says nothing about the person.</returns>
    public static PersonalFact? Of(object data, Guid person) =>
        data switch
        {
            PersonLeft or PersonWentOnLeave or ManagerChanged or MentorHoursLimited => new("Person", data),
            ParticipationEvent => new("Participation in programs", data),
            CapacityEvent or BudgetEvent => new("Places and time as a mentor", data),
            MatchProposed { Kind: MatchKind.Group } m => new(
                "Proposals and matches",
                m with
                {
                    Reasons = [.. m.Reasons.Where(r => r.Mentee.Value == person || r.Mentor.Value == person)],
                }
            ),
            MatchMemberLeft { Note: { } note } m when note.Owner != person => new(
                "Proposals and matches",
                m with
                {
                    Note = null,
                },
                ForCoordinators
            ),
            MatchDeclined { Note: { } note } m when note.Owner != person => new(
                "Proposals and matches",
                m with
                {
                    Note = null,
                },
                ForCoordinators
            ),
            MatchEvent => new("Proposals and matches", data),
            CoffeeMembershipEvent => new(CoffeeRounds, data),
            CoffeeRoundFormed f => new(
                CoffeeRounds,
                f with
                {
                    Groups = [.. f.Groups.Where(group => group.Contains(new(person)))],
                    Alone = [.. f.Alone.Where(alone => alone.Value == person)],
                }
            ),
            CoffeeRoundRequested r when r.By?.Value == person => new("Decisions on coffee rounds", r),
            ConnectionProfileEvent or ConnectionEvent => new("Connections", data),
            FlashSlotEvent or FlashCalendarEvent => new("Flash sessions", data),
            _ => PersonalFactsOfRuns.Of(data, person),
        };
}
