using System.Diagnostics;
using JasperFx.Events;
using Marten;

namespace PeerNetwork.EventSourcing.Tests;

public readonly record struct AccountId(Guid Value);

public enum Currency
{
    Euro,
    PoundSterling,
}

public abstract record AccountEvent;

public sealed record AccountOpened(
    AccountId Account,
    string Number,
    Currency Currency,
    PersonalText Holder,
    DateOnly On,
    PersonalValue<Contact>? Contact = null
) : AccountEvent;

/// <summary>The contact data of the holder.</summary>
public sealed record Contact(string City, IReadOnlyDictionary<string, int> Answers);

public sealed record MoneyPaidIn(AccountId Account, long Cents) : AccountEvent;

public sealed record NumberChanged(AccountId Account, string Number) : AccountEvent;

/// <summary>The sample aggregate of these tests.</summary>
public sealed record Account(
    AccountId Id,
    string Number,
    Currency Currency,
    string Holder,
    DateOnly OpenedOn,
    long Cents = 0
)
{
    public static Account Evolve(Account? account, AccountEvent e) =>
        (account, e) switch
        {
            (null, AccountOpened o) => new(o.Account, o.Number, o.Currency, o.Holder.ToString(), o.On),
            ({ } a, MoneyPaidIn p) => a with { Cents = a.Cents + p.Cents },
            ({ } a, NumberChanged c) => a with { Number = c.Number },
            _ => throw new UnreachableException($"{e} cannot follow {account}"),
        };
}

/// <summary>The account numbers, which are unique.</summary>
public sealed class AccountNumbers : TableProjection
{
    public AccountNumbers()
        : base("account_numbers")
    {
        var numbers = AddTable("account_numbers");
        numbers.AddColumn<Guid>("account").AsPrimaryKey();
        numbers.AddColumn("number", "text").NotNull();
        AddUniqueIndex(
            numbers,
            "one_account_per_number",
            ["number"],
            message: "There is an account with this number already."
        );
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        if (e.Data is NumberChanged)
            operations.QueueSql($"delete from account_numbers where account = {e.StreamId}");
        if (NumberIn(e) is { } number)
            operations.QueueSql($"insert into account_numbers (account, number) values ({e.StreamId}, {number})");
    }

    private static string? NumberIn(IEvent e) =>
        e.Data switch
        {
            AccountOpened opened => opened.Number,
            NumberChanged changed => changed.Number,
            _ => null,
        };
}

/// <summary>The balance and version of every account. It reveals lost, duplicate and reordered events.</summary>
public sealed class Balances : TableProjection
{
    /// <summary>Amounts that this projection cannot apply: it throws, or its statement fails in the database.</summary>
    public const long Poison = 666,
        SqlPoison = 667;

    public Balances()
        : this(version: 1) { }

    public Balances(uint version)
        : base("balances", version)
    {
        var balances = AddTable("balances");
        balances.AddColumn<Guid>("id").AsPrimaryKey();
        balances.AddColumn("number", "text").NotNull();
        balances.AddColumn("holder", "jsonb").NotNull();
        balances.AddColumn("cents", "bigint").NotNull();
        balances.AddColumn("version", "bigint").NotNull();
        balances.AddColumn("opened_on", "date").NotNull();
        balances.AddColumn("changed", "timestamptz").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case AccountOpened o:
                operations.QueueSql(
                    $"""
                    insert into balances (id, number, holder, cents, version, opened_on, changed)
                    values ({e.StreamId}, {o.Number}, {o.Holder}, 0, {e.Version}, {o.On}, {e.Timestamp})
                    """
                );
                break;
            case MoneyPaidIn { Cents: Poison }:
                throw new InvalidTimeZoneException("This amount cannot be applied.");
            case MoneyPaidIn { Cents: SqlPoison }:
                operations.QueueSql($"select 1 / 0");
                break;
            case MoneyPaidIn p:
                RequireNextVersion(e, operations);
                operations.QueueSql($"update balances set cents = cents + {p.Cents} where id = {e.StreamId}");
                break;
            case NumberChanged c:
                RequireNextVersion(e, operations);
                operations.QueueSql($"update balances set number = {c.Number} where id = {e.StreamId}");
                break;
        }
    }

    /// <summary>Divides by zero if this event does not follow the last applied event.</summary>
    private static void RequireNextVersion(IEvent e, IDocumentOperations operations) =>
        operations.QueueSql(
            $"""
            update balances set version = {e.Version} / (case when version = {e.Version - 1} then 1 else 0 end),
                changed = {e.Timestamp} where id = {e.StreamId}
            """
        );
}

public sealed record Balance(
    Guid Id,
    string Number,
    PersonalText Holder,
    long Cents,
    long Version,
    DateOnly OpenedOn,
    DateTimeOffset Changed
);
