using Npgsql;

namespace PeerNetwork.EventSourcing.Tests;

public sealed class DatabaseOutageTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.AdminShutdown, true)]
    [InlineData(PostgresErrorCodes.CrashShutdown, true)]
    [InlineData(PostgresErrorCodes.CannotConnectNow, true)]
    [InlineData(PostgresErrorCodes.LockNotAvailable, true)]
    [InlineData(PostgresErrorCodes.QueryCanceled, true)]
    [InlineData("25P03", true)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction, true)]
    [InlineData(PostgresErrorCodes.UniqueViolation, false)]
    public void An_outage_is_recognised_in_inner_exceptions(string state, bool isOutage)
    {
        var refusal = new PostgresException("gone", "FATAL", "FATAL", state);
        refusal.IsDatabaseOutage().ShouldBe(isOutage);
        new InvalidOperationException("reading an event", refusal).IsDatabaseOutage().ShouldBe(isOutage);
    }

    [Fact]
    public void While_no_host_is_the_primary_the_database_is_out() =>
        new InvalidOperationException("reading an event", new NpgsqlException("No suitable host was found."))
            .IsDatabaseOutage()
            .ShouldBeTrue();
}
