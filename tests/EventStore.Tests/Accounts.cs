using System.Diagnostics;

namespace PeerNetwork.EventStore.Tests;

public readonly record struct AccountId(Guid Value);

public enum Currency
{
    Euro,
    PoundSterling,
}

public abstract record AccountEvent;

public sealed record AccountOpened(AccountId Account, string Number, Currency Currency, Sealed Holder, DateOnly On)
    : AccountEvent;

public sealed record MoneyPaidIn(AccountId Account, long Cents) : AccountEvent;

public sealed record NumberChanged(AccountId Account, string Number) : AccountEvent;

/// <summary>A small aggregate to try the store on.</summary>
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

/// <summary>One account for each number.</summary>
public sealed class AccountNumbers : IProjection
{
    public string Name => "account_numbers";

    public string Schema =>
        "create table account_numbers (account uuid primary key, number text not null); create unique index one_account_per_number on account_numbers (number)";

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        if (e.Data is NumberChanged)
            sql.Add($"delete from account_numbers where account = {e.Stream}");
        if (NumberIn(e) is { } number)
            sql.Add($"insert into account_numbers (account, number) values ({e.Stream}, {number})");
    }

    private static string? NumberIn(StoredEvent e) =>
        e.Data switch
        {
            AccountOpened opened => opened.Number,
            NumberChanged changed => changed.Number,
            _ => null,
        };
}

/// <summary>What every account holds, and through how many events; written so that an event lost, doubled or out of order shows.</summary>
public sealed class Balances : IProjection
{
    public string Name => "balances";

    public string Schema =>
        "create table balances (id uuid primary key, number text not null, holder text not null, cents bigint not null, version bigint not null, opened_on date not null, changed timestamptz not null)";

    public void Apply(StoredEvent e, SqlBatch sql)
    {
        switch (e.Data)
        {
            case AccountOpened o:
                sql.Add(
                    $"insert into balances (id, number, holder, cents, version, opened_on, changed) values ({e.Stream}, {o.Number}, {o.Holder.ToString()}, 0, {e.Version}, {o.On}, {e.Timestamp})"
                );
                break;
            case MoneyPaidIn { Cents: Poison }:
                sql.Add($"select 1 / 0");
                break;
            case MoneyPaidIn p:
                Follow(e, sql);
                sql.Add($"update balances set cents = cents + {p.Cents} where id = {e.Stream}");
                break;
            case NumberChanged c:
                Follow(e, sql);
                sql.Add($"update balances set number = {c.Number} where id = {e.Stream}");
                break;
        }
    }

    /// <summary>Divides by zero unless this event follows the last one applied.</summary>
    private static void Follow(StoredEvent e, SqlBatch sql) =>
        sql.Add(
            $"update balances set version = {e.Version} / (case when version = {e.Version - 1} then 1 else 0 end), changed = {e.Timestamp} where id = {e.Stream}"
        );

    /// <summary>An amount that this projection cannot apply.</summary>
    public const long Poison = 666;
}

public sealed record Balance(
    Guid Id,
    string Number,
    string Holder,
    long Cents,
    long Version,
    DateOnly OpenedOn,
    DateTimeOffset Changed
);
