using System.Diagnostics;
using System.Globalization;
using PeerNetwork.Enrollment.People;
using PeerNetwork.Enrollment.Programs;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Notices;

public readonly record struct NoticeId(Guid Value)
{
    /// <summary>A person hears of a fact once, however often it is delivered.</summary>
    /// <param name="subject">The stream that the fact is about.</param>
    /// <param name="time">Tells several facts of a kind on one subject apart; null where there is only one.</param>
    public static NoticeId Of(NoticeKind kind, Guid subject, PersonId person, DateTimeOffset? time = null) =>
        new(
            DerivedId.From(
                string.Create(CultureInfo.InvariantCulture, $"notice-{kind}-{time?.UtcDateTime:O}"),
                subject,
                person.Value
            )
        );
}

/// <summary>What a notice tells.</summary>
public enum NoticeKind
{
    /// <summary>A match is proposed, and the person is asked for an answer.</summary>
    MatchProposed,

    /// <summary>A proposal still has no answer, and its time ends soon.</summary>
    MatchReminder,

    /// <summary>All accepted: the mentorship begins.</summary>
    MatchConfirmed,

    /// <summary>A proposal ended without a mentorship, and not by the answer of the person.</summary>
    MatchEnded,

    MentorshipClosed,
    ApplicationApproved,
    ApplicationRejected,

    /// <summary>Required training lapsed or is new: until it is completed, the person gets no new match.</summary>
    TrainingDue,
    InterviewPlanned,
    InterviewCancelled,

    /// <summary>The person is invited to become a mentor.</summary>
    MentorInvited,

    /// <summary>Another person asks to connect, without a program.</summary>
    ConnectionRequested,

    /// <summary>The other person accepted: the relationship begins.</summary>
    ConnectionAccepted,
}

public static class NoticeKinds
{
    /// <summary>Whether a person can hear of several on one subject, which differ by their time.</summary>
    public static bool IsTimed(this NoticeKind kind) =>
        kind
            is NoticeKind.TrainingDue
                or NoticeKind.InterviewPlanned
                or NoticeKind.InterviewCancelled
                or NoticeKind.MentorInvited;

    /// <summary>The page of the portal on which a person sees more, and acts: its path, from the root.</summary>
    public static string PageOf(this NoticeKind kind, Guid? program, Guid subject) =>
        kind switch
        {
            NoticeKind.MatchProposed or NoticeKind.MatchReminder => $"/offers/{subject}",
            NoticeKind.MatchConfirmed or NoticeKind.MentorshipClosed or NoticeKind.ConnectionAccepted =>
                $"/mentoring/{subject}",
            NoticeKind.ConnectionRequested => "/connections",
            NoticeKind.ApplicationRejected
            or NoticeKind.TrainingDue
            or NoticeKind.InterviewPlanned
            or NoticeKind.InterviewCancelled => $"/programs/{program}",
            _ => "/",
        };
}

public enum MailSkipReason
{
    /// <summary>The person wants no mail of this kind.</summary>
    NotWanted,

    /// <summary>The person left, or HR names no address.</summary>
    NoAddress,

    /// <summary>A mail server has refused the address for good.</summary>
    AddressRefused,

    /// <summary>No server took it for days.</summary>
    TooOld,
}

public abstract record NoticeEvent(NoticeId Notice, PersonId Person, DateTimeOffset At);

/// <param name="Entry">The id of its entry in the list of the person, which begins with the time.</param>
/// <param name="Program">Null where it is about no program.</param>
/// <param name="Subject">The stream that it is about: a match, an application, an invitation, a request to
/// connect.</param>
/// <param name="Time">The time that its text names: until when to answer, or when an interview begins.</param>
/// <param name="RemindAt">When the person is reminded unless it is settled; null for never.</param>
/// <param name="MailDue">When it is to be sent by mail; null for never.</param>
public sealed record NoticeRaised(
    NoticeId Notice,
    Guid Entry,
    PersonId Person,
    NoticeKind Kind,
    ProgramId? Program,
    Guid Subject,
    DateTimeOffset? Time,
    DateTimeOffset? RemindAt,
    DateTimeOffset? MailDue,
    DateTimeOffset At
) : NoticeEvent(Notice, Person, At);

/// <summary>What it tells is done or void: it is neither sent nor reminded of.</summary>
public sealed record NoticeSettled(NoticeId Notice, PersonId Person, DateTimeOffset At)
    : NoticeEvent(Notice, Person, At);

public sealed record NoticeReminded(NoticeId Notice, PersonId Person, DateTimeOffset At)
    : NoticeEvent(Notice, Person, At);

public sealed record NoticeRead(NoticeId Notice, PersonId Person, DateTimeOffset At) : NoticeEvent(Notice, Person, At);

public sealed record MailSent(NoticeId Notice, PersonId Person, DateTimeOffset At) : NoticeEvent(Notice, Person, At);

/// <summary>The person rests or chose another time, or the server asked to try later.</summary>
public sealed record MailPostponed(NoticeId Notice, PersonId Person, DateTimeOffset Until, DateTimeOffset At)
    : NoticeEvent(Notice, Person, At);

public sealed record MailSkipped(NoticeId Notice, PersonId Person, MailSkipReason Reason, DateTimeOffset At)
    : NoticeEvent(Notice, Person, At);

/// <summary>The server refused the address of the person for good.</summary>
/// <param name="Status">The status code of SMTP, such as 550.</param>
public sealed record MailRefused(NoticeId Notice, PersonId Person, int Status, DateTimeOffset At)
    : NoticeEvent(Notice, Person, At);

/// <summary>What a person should hear, once, by the channels they chose.</summary>
/// <param name="Kind">Null where it was settled before it could be raised.</param>
/// <param name="MailDue">When it is to be sent by mail; null where it is not, or not any more.</param>
public sealed record Notice(
    NoticeId Id,
    PersonId Person,
    NoticeKind? Kind = null,
    ProgramId? Program = null,
    Guid Subject = default,
    DateTimeOffset? Time = null,
    DateTimeOffset? RemindAt = null,
    DateTimeOffset? MailDue = null,
    DateTimeOffset RaisedAt = default,
    bool Settled = false,
    DateTimeOffset? ReadAt = null
)
{
    public static Notice Evolve(Notice? notice, NoticeEvent e) =>
        (notice, e) switch
        {
            (null, NoticeRaised r) => new(
                r.Notice,
                r.Person,
                r.Kind,
                r.Program,
                r.Subject,
                r.Time,
                r.RemindAt,
                r.MailDue,
                r.At
            ),
            (null, NoticeSettled s) => new(s.Notice, s.Person, Settled: true),
            ({ } n, NoticeSettled) => n with { Settled = true, RemindAt = null, MailDue = null },
            ({ } n, NoticeReminded) => n with { RemindAt = null },
            ({ } n, NoticeRead r) => n with { ReadAt = r.At },
            ({ } n, MailPostponed p) => n with { MailDue = p.Until },
            ({ } n, MailSent or MailSkipped or MailRefused) => n with { MailDue = null },
            _ => throw new UnreachableException($"{e} cannot follow {notice}"),
        };
}
