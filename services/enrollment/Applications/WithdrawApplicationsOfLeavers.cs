using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>Withdraws the open applications of a person who left, and frees the places that they held.</summary>
/// <remarks>
/// It also checks each application that is submitted, so that the order of both does not matter. After a crash it
/// starts the same events again; a withdrawn application stays as it is.
/// </remarks>
public sealed class WithdrawApplicationsOfLeavers : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;

    public WithdrawApplicationsOfLeavers(IServiceScopeFactory scopes, TimeProvider clock)
    {
        Name = "withdraw_applications_of_leavers";
        (_scopes, _clock) = (scopes, clock);
    }

    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page,
        ISubscriptionController controller,
        IDocumentOperations operations,
        CancellationToken cancellationToken
    )
    {
        foreach (var e in page.Events)
        {
            await using var scope = _scopes.CreateScopeFor(e);
            var tables = scope.ServiceProvider.GetRequiredService<ReadModels>();
            var streams = scope.ServiceProvider.GetRequiredService<EventStreams>();
            foreach (var application in await FindAffected(e.Data, tables, cancellationToken))
                await WithdrawIfLeft(application, streams, tables, cancellationToken);
        }

        return NullChangeListener.Instance;
    }

    public static ApplicationEvent[] Decide(Application? application, Person? person, DateTimeOffset now) =>
        application is { IsOpen: true } a && person is { Active: false }
            ? [new ApplicationWithdrawn(a.Id, a.Program, a.Person, a.SiteCode, a.Role, now)]
            : [];

    private static async Task<IEnumerable<Guid>> FindAffected(object data, ReadModels models, CancellationToken ct) =>
        data switch
        {
            ApplicationSubmitted a => await models.Query<Guid>(
                $"""
                select a.id from applications a join people p on p.id = a.person
                where a.id = {a.Application.Value} and not p.active
                """,
                ct
            ),
            PersonLeft p => await models.Query<Guid>(
                $"""
                select id from applications
                where person = {p.Person.Value} and status <> all (array['rejected', 'withdrawn'])
                """,
                ct
            ),
            _ => [],
        };

    private async Task WithdrawIfLeft(Guid id, EventStreams events, ReadModels models, CancellationToken ct)
    {
        var now = _clock.GetUtcNow();
        await events.Update(
            async writes =>
            {
                if (await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve) is not { } application)
                    return;
                var person = await writes.Fetch<Person, PersonEvent>(application.Person.Value, Person.Evolve);
                if (Decide(application, person, now) is not [_, ..] withdrawn)
                    return;
                writes.Append<Application, ApplicationEvent>(id, withdrawn);
                if (application.WasApproved)
                    await WithdrawApplication.ReleaseCapacity(writes, models, application, now, ct);
            },
            ct
        );
    }
}
