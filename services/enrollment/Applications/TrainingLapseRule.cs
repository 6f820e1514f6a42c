using JasperFx.Events;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>An applicant is not ready any more on the day on which required training lapses.</summary>
/// <remarks>
/// A module that was completed again, or a program that changed, moves the deadline once
/// <see cref="ApplicantReadiness"/> has seen it. A deadline that comes before that decides on the same facts.
/// </remarks>
public sealed class TrainingLapseRule() : DeadlineRule("training_lapse")
{
    public override IEnumerable<DeadlineChange> Changes(IEvent e) =>
        e.Data switch
        {
            ApplicantBecameReady r => [Change(r.Application, r.TrainingLapsesAt)],
            TrainingValidityChanged v => [Change(v.Application, v.LapsesAt)],
            ApplicantNoLongerReady n => [Change(n.Application, null)],
            ApplicationWithdrawn w => [Change(w.Application, null)],
            _ => [],
        };

    public override Task Reach(Deadline deadline, StreamWrites writes, DateTimeOffset now) =>
        ApplicantReadiness.Append(deadline.Stream, writes, now);

    private static DeadlineChange Change(ApplicationId id, DateTimeOffset? due) => new(id.Value, id.Value, due);
}
