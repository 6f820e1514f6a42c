using PeerNetwork.Enrollment.Applications;
using PeerNetwork.Enrollment.Guests;
using PeerNetwork.Enrollment.MentorInvitations;
using PeerNetwork.Enrollment.Notices;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.RoleAssignments;
using PeerNetwork.Enrollment.Syncs;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment;

/// <summary>What becomes due in this service.</summary>
public sealed class EnrollmentDeadlinesProjection()
    : DeadlinesProjection(
        new ScheduledChangeRule(),
        new RoleTermEndRule(),
        new RoleTermReminderRule(),
        new HeldSyncRule(),
        new GuestTermEndRule(),
        new PartnerContactRule(),
        new MentorInvitationExpiryRule(),
        new NoticeReminderRule(),
        new TrainingLapseRule()
    );
