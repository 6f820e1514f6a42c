using System.Text.Json.Serialization;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>What another service said of a customer; the newest version is the whole of it.</summary>
public sealed record Customer(Guid Id, long Version, string City) : IReplica;

/// <summary>What other services said of a branch, each of a part of it.</summary>
public sealed record Branch(Guid Id, string? Street = null, bool Closed = false) : IReplica
{
    [JsonIgnore]
    public long Version { get; init; }
}

public sealed class ReplicaTests : IAsyncLifetime
{
    private Bank _bank = null!;

    public async Task InitializeAsync() => _bank = await Bank.Open(store: Configure);

    public async Task DisposeAsync() => await _bank.DisposeAsync();

    internal static void Configure(StoreOptions options)
    {
        options.Replica<Customer>(c => c.Version).Duplicate(c => c.City);
        options.Replica<Branch>(b => b.Version);
    }

    [Theory, InlineData(2, 3), InlineData(3, 2)]
    public async Task The_newer_version_wins_in_whichever_order_units_of_work_commit(long first, long last)
    {
        var id = Guid.CreateVersion7();
        await Hears(_bank, new(id, 1, "Bath"));
        await Unit(
            _bank,
            async session =>
            {
                await session.LoadAsync<Customer>(id);
                await Hears(_bank, new(id, first, $"City {first}"));
                session.TryUpdateRevision(new Customer(id, last, $"City {last}"), last);
            }
        );

        (await Load<Customer>(id)).ShouldBe(new(id, 3, "City 3"));
        (await _bank.Scalar<string>($"select city from bank.mt_doc_customer where id = '{id}'")).ShouldBe("City 3");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_unit_of_work_that_lost_a_race_for_a_document_runs_again(bool isKnown)
    {
        var (id, attempts) = (Guid.CreateVersion7(), 0);
        if (isKnown)
            await Change(_bank, id, branch => branch with { Street = "Old Street" });
        await Unit(
            _bank,
            async session =>
            {
                var known = await session.LoadAsync<Branch>(id) ?? new(id);
                if (++attempts == 1)
                    await Change(_bank, id, branch => branch with { Closed = true });
                session.UpdateRevision(known with { Street = "New Street" }, known.Version + 1);
            }
        );

        attempts.ShouldBe(2);
        (await Load<Branch>(id))
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(b => b.Street.ShouldBe("New Street"), b => b.Closed.ShouldBeTrue());
    }

    [Fact]
    public async Task What_is_appended_with_a_document_commits_with_it_or_not_at_all()
    {
        var (id, account) = (Guid.CreateVersion7(), await _bank.OpenAccount());
        await Should.ThrowAsync<InvalidOperationException>(() =>
            Unit(
                _bank,
                session =>
                {
                    session.UpdateRevision(new Branch(id), 1);
                    session.Events.Append(account, new MoneyPaidIn(new(account), 1));
                    throw new InvalidOperationException();
                }
            )
        );
        (await Load<Branch>(id)).ShouldBeNull();

        await Unit(
            _bank,
            session =>
            {
                session.UpdateRevision(new Branch(id), 1);
                session.Events.Append(account, new MoneyPaidIn(new(account), 1));
                return Task.CompletedTask;
            }
        );
        (await Load<Branch>(id)).ShouldNotBeNull();
        (await _bank.Read(account))!.Cents.ShouldBe(1);
    }

    /// <summary>Takes what another service said of a customer, as a consumer does.</summary>
    internal static Task Hears(Bank bank, Customer said) =>
        Unit(
            bank,
            session =>
            {
                session.TryUpdateRevision(said, said.Version);
                return Task.CompletedTask;
            }
        );

    /// <summary>Takes what another service said of a part of a branch.</summary>
    internal static Task Change(Bank bank, Guid id, Func<Branch, Branch> change) =>
        Unit(
            bank,
            async session =>
            {
                var known = await session.LoadAsync<Branch>(id) ?? new(id);
                session.UpdateRevision(change(known), known.Version + 1);
            }
        );

    private static async Task Unit(Bank bank, Func<IDocumentSession, Task> work)
    {
        await using var scope = bank.Services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<IDocumentSession>();
        await scope
            .ServiceProvider.GetRequiredService<EventStreams>()
            .Execute(
                async () =>
                {
                    await work(session);
                    return true;
                },
                default
            );
    }

    private Task<T?> Load<T>(Guid id)
        where T : class => _bank.Request((events, _) => events.Load<T>(id, default));
}
