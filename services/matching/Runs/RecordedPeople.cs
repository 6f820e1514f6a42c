using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Engine;

namespace PeerNetwork.Matching.Runs;

/// <summary>A mentee in the record of a run.</summary>
/// <param name="Profile">All that the run knew of the mentee, encrypted under the mentee's key.</param>
public sealed record RecordedMentee(PersonalValue<Mentee> Profile, string SiteCode, DateTimeOffset ReadyAt)
{
    public static RecordedMentee Of(WaitingMentee mentee) =>
        new(new(mentee.Profile.Id, mentee.Profile), mentee.SiteCode, mentee.ReadyAt);

    /// <summary>Of a mentee who was erased nothing is known.</summary>
    public WaitingMentee ToMentee() => new(Profile.Value ?? new Mentee(Profile.Owner), SiteCode, ReadyAt);
}

/// <summary>A mentor in the record of a run.</summary>
/// <param name="Profile">All that the run knew of the mentor, encrypted under the mentor's key.</param>
public sealed record RecordedMentor(PersonalValue<Mentor> Profile, int Capacity)
{
    public static RecordedMentor Of(Mentor mentor) => new(new(mentor.Id, mentor), mentor.Capacity);

    /// <summary>Of a mentor who was erased only the places are known.</summary>
    public Mentor ToMentor() => Profile.Value ?? new Mentor(Profile.Owner, Capacity);
}
