using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.Analytics.Replication;
using PeerNetwork.Contracts.Engagement;
using PeerNetwork.Contracts.Enrollment;
using PeerNetwork.Contracts.Privacy;
using PeerNetwork.EventSourcing;
using PeerNetwork.Testing;

namespace PeerNetwork.Analytics.Tests.Replication;

public sealed class EventReplicatorTests(ServiceHost<SourceStream> analytics) : IClassFixture<ServiceHost<SourceStream>>
{
    private static readonly DateTimeOffset At = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    private static readonly GoalSet Set = new(
        Guid.NewGuid(),
        5,
        Guid.NewGuid(),
        "CHI",
        Guid.NewGuid(),
        new(2026, 6, 1),
        At
    );

    [Fact]
    public void A_fact_that_is_new_is_kept() => SourceStream.Decide(null, Set).ShouldBe([Set]);

    [Fact]
    public void A_fact_that_is_known_changes_nothing() =>
        SourceStream.Decide(SourceStream.Evolve(null, Set), Set with { At = At.AddDays(1) }).ShouldBeEmpty();

    [Fact]
    public void An_older_version_that_comes_late_is_another_fact() =>
        SourceStream.Decide(SourceStream.Evolve(null, Set), Set with { Version = 4 }).ShouldNotBeEmpty();

    [Fact]
    public void One_version_may_tell_of_several_goals() =>
        SourceStream.Decide(SourceStream.Evolve(null, Set), Set with { Goal = Guid.NewGuid() }).ShouldNotBeEmpty();

    [Fact]
    public void Another_kind_of_fact_at_the_same_version_is_another_fact() =>
        SourceStream
            .Decide(
                SourceStream.Evolve(null, Set),
                new AgreementAccepted(Set.Mentorship, Set.Version, Set.Program, "CHI", At)
            )
            .ShouldNotBeEmpty();

    [Fact]
    public void Of_a_person_only_the_site_the_account_the_kind_and_a_leave_are_stored()
    {
        var person = TestData.All.OfType<PersonRecorded>().Single();
        var stored = ReplicatedEvents
            .Of(person)
            .Redact(person with { OnLeave = true, Kind = "guest", AgreementDue = true });
        JsonSerializer
            .Serialize(stored)
            .ShouldBe(
                JsonSerializer.Serialize(
                    TestData.PersonAt(person.SiteCode, person.Person, person.At) with
                    {
                        Version = person.Version,
                        TimeZone = person.TimeZone,
                        Account = person.Account,
                        OnLeave = true,
                        Kind = "guest",
                    }
                )
            );
    }

    [Fact]
    public void An_erasure_is_answered() =>
        Published
            .Map(TestEvents.Of(new PersonErased(Set.Goal, 6, At), version: 3))
            .ShouldHaveSingleItem()
            .ShouldBeOfType<PersonalDataErased>()
            .ShouldSatisfyAllConditions(e => e.Person.ShouldBe(Set.Goal), e => e.Service.ShouldBe("analytics"));

    [Fact]
    public async Task Each_kind_of_message_that_is_delivered_twice_and_published_anew_is_kept_once()
    {
        var bus = analytics.Services.GetRequiredService<IBus>();
        var ids = TestData.All.ToDictionary(
            fact => fact,
            _ => (First: Guid.CreateVersion7(), Again: Guid.CreateVersion7())
        );
        // The last come first: no fact relies on another being there.
        foreach (var (fact, (first, again)) in ids.Reverse())
        {
            foreach (var id in new[] { first, first, again })
                await bus.Publish(fact, fact.GetType(), context => context.MessageId = id);
        }

        var tables = analytics.Services.GetRequiredService<ReadModels>();
        Guid[] all = [.. ids.Values.SelectMany(pair => new[] { pair.First, pair.Again })];
        await Eventually.Holds(async () =>
            (
                await tables.Query<Guid>(
                    $"select message_id from analytics.processed_messages where message_id = any({all})",
                    default
                )
            ).Count == all.Length
        );
        foreach (var fact in TestData.All)
        {
            var kind = ReplicatedEvents.Of(fact);
            var kept = (await Streams.History(analytics, kind.StreamOf(fact)))
                .Where(e => kind.Contract == e.Data.GetType())
                .ShouldHaveSingleItem();
            kind.IdOf(kept.Data).ShouldBe(kind.IdOf(fact));
            kept.EventTypeName.ShouldBe(kind.Name);
        }
    }
}
