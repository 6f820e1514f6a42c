using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Subscriptions;
using PeerNetwork.Enrollment.Partners;
using PeerNetwork.Enrollment.People;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.Enrollment.Privacy;

/// <summary>
/// Destroys the key of a person who was erased, and that of a contact of a partner organisation. The tables lose the
/// person in the transaction of the erasure itself.
/// </summary>
/// <remarks>After a crash it starts the same events again: the same key is destroyed, and recorded, once.</remarks>
public sealed class DestroyPersonalData : SubscriptionBase
{
    private readonly IServiceScopeFactory _scopes;
    private readonly PersonalDataKeys _keys;
    private readonly ReadModels _models;

    public DestroyPersonalData(IServiceScopeFactory scopes, PersonalDataKeys keys, ReadModels models)
    {
        Name = "destroy_personal_data";
        IncludeType<PersonErased>();
        IncludeType<PartnerContactDropped>();
        (_scopes, _keys, _models) = (scopes, keys, models);
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
            if (e.Data is PartnerContactDropped contact)
                await _keys.Erase(contact.Key, contact.At, cancellationToken);
            if (e.Data is not PersonErased erased)
                continue;
            var part = await Destroy(erased, cancellationToken);
            await using var scope = _scopes.CreateScopeFor(e);
            await scope
                .ServiceProvider.GetRequiredService<EventStreams>()
                .Update<Erasure, ErasureEvent>(
                    Erasure.IdOf(erased.Person),
                    Erasure.Evolve,
                    erasure => Erasure.Record(erasure, part),
                    cancellationToken
                );
        }

        return NullChangeListener.Instance;
    }

    private async Task<PersonalDataDestroyed> Destroy(PersonErased e, CancellationToken ct)
    {
        var hadKey = await _keys.Erase(e.Person.Value, e.At, ct);
        var applications = await _models.QueryFirstOrDefault<int>(
            $"select count(*)::int from applications where person = {e.Person.Value}",
            ct
        );
        return new(
            e.Person,
            Erasure.OwnService,
            [
                new("encryption key", hadKey ? 1 : 0),
                new("directory entry", 1),
                new("SCIM user", e.UserNameKey is null ? 0 : 1),
                new("application answers", applications),
            ],
            e.At
        );
    }
}
