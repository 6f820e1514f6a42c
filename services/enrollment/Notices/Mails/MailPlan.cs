namespace PeerNetwork.Enrollment.Notices.Mails;

/// <summary>What becomes of the mail of one notice that is due.</summary>
public static class MailPlan
{
    /// <summary>After so long the mail is not news any more; the portal shows the notice all the same.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    /// <summary>The person's choice now, which may have changed since the notice was raised.</summary>
    /// <param name="refused">Whether a server refused the present address for good.</param>
    /// <returns>Why it is not sent now; null where it is.</returns>
    public static NoticeEvent? Decide(Notice notice, Recipient recipient, bool refused, DateTimeOffset now)
    {
        if (recipient.Address is null)
            return Skip(MailSkipReason.NoAddress);
        if (refused)
            return Skip(MailSkipReason.AddressRefused);
        if (recipient.Preferences.ChoiceFor(notice.Kind!.Value) is MailChoice.Never)
            return Skip(MailSkipReason.NotWanted);
        if (notice.RaisedAt + MaxAge < now)
            return Skip(MailSkipReason.TooOld);
        return
            recipient.Preferences.EndOfQuiet(recipient.Zone, now) is { } end
            && recipient.Preferences.ChoiceFor(notice.Kind.Value) is MailChoice.AtOnce
            ? new MailPostponed(notice.Id, notice.Person, end, now)
            : null;

        NoticeEvent Skip(MailSkipReason reason) => new MailSkipped(notice.Id, notice.Person, reason, now);
    }
}
