using System.Text.Json.Serialization;
using Marten;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.EventSourcing.Tests;

/// <summary>A replica of a customer. Each version replaces the whole document.</summary>
public sealed record Customer(Guid Id, long Version, string City) : IReplica;

/// <summary>A replica of a branch. Several services each change a part of it.</summary>
public sealed record Branch(Guid Id, string? Street = null, bool Closed = false) : IReplica
{
    [JsonIgnore]
    public long Version { get; init; }
}

public sealed class ReplicaTests : IAsyncLifetime
{
    private AccountsService _service = null!;

    public async Task InitializeAsync() => _service = await AccountsService.Start(store: Configure);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    internal static void Configure(StoreOptions options)
    {
        options.Replica<Customer>(c => c.Version).Duplicate(c => c.City);
        options.Replica<Branch>(b => b.Version);
    }

    [Theory, InlineData(2, 3), InlineData(3, 2)]
    public async Task The_newer_version_wins_whatever_the_order_of_commits(long first, long last)
    {
        var id = Guid.CreateVersion7();
        await StoreCustomer(_service, new(id, 1, "Bath"));
        await Execute(
            _service,
            async session =>
            {
                await session.LoadAsync<Customer>(id);
                await StoreCustomer(_service, new(id, first, $"City {first}"));
                session.TryUpdateRevision(new Customer(id, last, $"City {last}"), last);
            }
        );

        (await Load<Customer>(id)).ShouldBe(new(id, 3, "City 3"));
        (await _service.Scalar<string>($"select city from accounts.mt_doc_customer where id = '{id}'")).ShouldBe(
            "City 3"
        );
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_unit_of_work_that_lost_a_race_for_a_document_runs_again(bool isKnown)
    {
        var (id, attempts) = (Guid.CreateVersion7(), 0);
        if (isKnown)
            await ChangeBranch(_service, id, branch => branch with { Street = "Old Street" });
        await Execute(
            _service,
            async session =>
            {
                var known = await session.LoadAsync<Branch>(id) ?? new(id);
                if (++attempts == 1)
                    await ChangeBranch(_service, id, branch => branch with { Closed = true });
                session.UpdateRevision(known with { Street = "New Street" }, known.Version + 1);
            }
        );

        attempts.ShouldBe(2);
        (await Load<Branch>(id))
            .ShouldNotBeNull()
            .ShouldSatisfyAllConditions(b => b.Street.ShouldBe("New Street"), b => b.Closed.ShouldBeTrue());
    }

    [Fact]
    public async Task Events_and_documents_of_a_unit_of_work_commit_together_or_not_at_all()
    {
        var (id, account) = (Guid.CreateVersion7(), await _service.OpenAccount());
        await Should.ThrowAsync<InvalidOperationException>(() =>
            Execute(
                _service,
                session =>
                {
                    session.UpdateRevision(new Branch(id), 1);
                    session.Events.Append(account, new MoneyPaidIn(new(account), 1));
                    throw new InvalidOperationException();
                }
            )
        );
        (await Load<Branch>(id)).ShouldBeNull();

        await Execute(
            _service,
            session =>
            {
                session.UpdateRevision(new Branch(id), 1);
                session.Events.Append(account, new MoneyPaidIn(new(account), 1));
                return Task.CompletedTask;
            }
        );
        (await Load<Branch>(id)).ShouldNotBeNull();
        (await _service.Read(account))!.Cents.ShouldBe(1);
    }

    /// <summary>Stores a version of a customer, as a consumer does.</summary>
    internal static Task StoreCustomer(AccountsService service, Customer customer) =>
        Execute(
            service,
            session =>
            {
                session.TryUpdateRevision(customer, customer.Version);
                return Task.CompletedTask;
            }
        );

    /// <summary>Changes a part of a branch, as a consumer does.</summary>
    internal static Task ChangeBranch(AccountsService service, Guid id, Func<Branch, Branch> change) =>
        Execute(
            service,
            async session =>
            {
                var known = await session.LoadAsync<Branch>(id) ?? new(id);
                session.UpdateRevision(change(known), known.Version + 1);
            }
        );

    private static async Task Execute(AccountsService service, Func<IDocumentSession, Task> work)
    {
        await using var scope = service.Services.CreateAsyncScope();
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
        where T : class => _service.InScope((events, _) => events.Load<T>(id, default));
}
