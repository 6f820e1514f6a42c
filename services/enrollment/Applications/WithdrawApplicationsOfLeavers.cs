using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Applications;

/// <summary>Withdraws the open applications of a person who left, and frees the places that they held.</summary>
/// <remarks>
/// It also checks each application that is submitted, so that the order of both does not matter.
/// </remarks>
public sealed class WithdrawApplicationsOfLeavers(IServiceScopeFactory scopes, ReadModels models, TimeProvider clock)
    : ReactingSubscription("withdraw_applications_of_leavers", scopes, clock)
{
    public static ApplicationEvent[] Decide(Application? application, Person? person, DateTimeOffset now) =>
        application is { IsOpen: true } a && person is { Active: false }
            ? [new ApplicationWithdrawn(a.Id, a.Program, a.Person, a.SiteCode, a.Role, now)]
            : [];

    protected override async Task<IReadOnlyList<Guid>> FindAffected(object data, CancellationToken ct) =>
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

    protected override async Task Decide(Guid id, StreamWrites writes, DateTimeOffset now, CancellationToken ct)
    {
        if (await writes.Fetch<Application, ApplicationEvent>(id, Application.Evolve) is not { } application)
            return;
        var person = await writes.Fetch<Person, PersonEvent>(application.Person.Value, Person.Evolve);
        if (Decide(application, person, now) is not [_, ..] withdrawn)
            return;
        writes.Append<Application, ApplicationEvent>(id, withdrawn);
        if (application.WasApproved)
            await WithdrawApplication.ReleaseCapacity(writes, models, application, now, ct);
    }
}
