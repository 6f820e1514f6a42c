using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

/// <summary>A request that takes too long because the database does not go on.</summary>
public sealed class RequestTimeoutTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private string _database = "";

    public async Task InitializeAsync()
    {
        _database = await TestServers.NewDatabase();
        var services = NotesApp.Services(_database);
        _app = await TestApp.Start(
            NotesApp.Routes,
            builder =>
            {
                services(builder);
                builder.Services.PostConfigure<RequestTimeoutOptions>(timeouts =>
                    timeouts.DefaultPolicy = new() { Timeout = TimeSpan.FromSeconds(1) }
                );
            }
        );
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("access exclusive")] // the decision waits for the stream
    [InlineData("share")] // the append waits
    public async Task It_is_answered_504(string mode)
    {
        await _app.AsAda().GetAsync($"/notes/{Guid.NewGuid()}"); // now the tables exist
        await using var connection = new NpgsqlConnection(_database);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var locking = connection.CreateCommand())
        {
            locking.CommandText = $"lock table testing.mt_streams, testing.mt_events in {mode} mode";
            await locking.ExecuteNonQueryAsync();
        }

        using var note = new StringContent("""{"text":"x"}""", null, "application/json");
        using var answer = await _app.AsAda().PostAsync("/notes", note);

        await answer.ShouldBeProblem(504, "timeout");
    }
}
