using JasperFx.Events;
using PeerNetwork.EventSourcing;
using PeerNetwork.Matching.Coffee;
using PeerNetwork.Matching.Connections;
using PeerNetwork.Matching.Matches;
using PeerNetwork.Matching.People;
using PeerNetwork.Matching.Runs;
using PeerNetwork.Matching.Schedules;
using Contract = PeerNetwork.Contracts.Matching;

namespace PeerNetwork.Matching;

/// <summary>Maps our events to contracts, and to messages for our own replicas.</summary>
public static class Published
{
    public static IEnumerable<object> Map(IEvent e) =>
        e.Data switch
        {
            RunRequested r => [new VariantDue(r.Run.Value, e.Version, Variant.First, r.At)],
            VariantRequested v => [new VariantDue(v.Run.Value, e.Version, v.Variant, v.At)],
            VariantResumed v => [new VariantDue(v.Run.Value, e.Version, v.Variant, v.At)],
            ScheduledRunDue d =>
            [
                new RunDue(d.Program.Value, e.Version, d.Run.Value, d.PolicyOf?.Value, d.WithoutReview, d.At),
            ],
            CoffeeRoundRequested r => [new CoffeeRoundDue(r.Program.Value, e.Version, r.Round.Value, r.At)],
            RunPublished p =>
            [
                new Contract.RunPublished(
                    p.Run.Value,
                    e.Version,
                    p.Program.Value,
                    p.Mentees,
                    p.Matched,
                    p.TotalScore,
                    p.At
                ),
            ],
            MatchProposed p =>
            [
                new Contract.MatchProposed(
                    p.Match.Value,
                    e.Version,
                    p.Program.Value,
                    p.Run.Value,
                    EnumText.Of(p.Kind),
                    p.Members.ToContract(),
                    p.SiteCode,
                    p.Score,
                    p.AnswerUntil,
                    p.At
                ),
            ],
            MatchAccepted a => [new Contract.MatchAnswered(a.Match.Value, e.Version, a.By.Value, "accepted", a.At)],
            MatchMemberLeft l =>
            [
                new Contract.MatchAnswered(l.Match.Value, e.Version, l.Person.Value, EnumText.Of(l.Reason), l.At),
            ],
            MatchConfirmed c =>
            [
                new Contract.MatchConfirmed(
                    c.Match.Value,
                    e.Version,
                    c.Program.Value,
                    EnumText.Of(c.Kind),
                    c.Members.ToContract(),
                    c.SiteCode,
                    c.WaitingSince,
                    c.At
                ),
            ],
            MatchDeclined d =>
            [
                new Contract.MatchDeclined(
                    d.Match.Value,
                    e.Version,
                    d.Program.Value,
                    EnumText.Of(d.Kind),
                    d.Members.ToContract(),
                    d.SiteCode,
                    EnumText.Of(d.Reason),
                    [.. d.By.Select(person => person.Value)],
                    d.At
                ),
            ],
            MatchInvalidated i =>
            [
                new Contract.MatchInvalidated(
                    i.Match.Value,
                    e.Version,
                    i.Program.Value,
                    EnumText.Of(i.Kind),
                    i.Members.ToContract(),
                    i.SiteCode,
                    EnumText.Of(i.Reason),
                    i.At,
                    i.Leaving?.Value
                ),
            ],
            ConnectionRequested r =>
            [
                new Contract.ConnectionRequested(
                    r.Connection.Value,
                    e.Version,
                    r.From.Value,
                    r.To.Value,
                    r.AnswerUntil,
                    r.At
                ),
            ],
            ConnectionRequestEnded x =>
            [
                new Contract.ConnectionRequestEnded(
                    x.Connection.Value,
                    e.Version,
                    x.From.Value,
                    x.To.Value,
                    EnumText.Of(x.State),
                    x.At
                ),
            ],
            ConnectionAccepted a =>
            [
                new Contract.ConnectionAccepted(
                    a.Connection.Value,
                    e.Version,
                    a.From.Value,
                    a.To.Value,
                    a.SiteCode,
                    a.At
                ),
            ],
            ConnectionInvalidated i =>
            [
                new Contract.ConnectionInvalidated(
                    i.Connection.Value,
                    e.Version,
                    i.From.Value,
                    i.To.Value,
                    i.SiteCode,
                    "reportingLine",
                    i.At
                ),
            ],
            PersonalDataErased p =>
            [
                new Contracts.Privacy.PersonalDataErased(
                    p.Person.Value,
                    "matching",
                    [new("encryption key", p.Keys), new("profile", p.Profiles)],
                    p.At
                ),
            ],
            _ => [],
        };
}
