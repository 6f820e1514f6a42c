using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

public abstract record NoteEvent;

public sealed record NoteWritten(string Text) : NoteEvent;

public sealed record Note(string Text)
{
    public static Note Evolve(Note? note, NoteEvent e) =>
        e switch
        {
            NoteWritten written => new(written.Text),
            _ => throw new UnreachableException($"{e} cannot follow {note}"),
        };
}

public sealed record NoteRequest(string Text);

/// <summary>Someone writes a note down.</summary>
public static class WriteNote
{
    public static async Task<IResult> Handle(
        NoteRequest request,
        EventStreams events,
        Misfortunes misfortunes,
        CancellationToken ct
    )
    {
        if (request.Text is "refuse")
            throw new DomainException(DomainError.Invalid, $"Not today: {Guid.NewGuid()}.");
        var id = Guid.CreateVersion7();
        await events.Update<Note, NoteEvent>(id, Note.Evolve, _ => [new NoteWritten(request.Text)], ct);
        await misfortunes.Befall(request.Text);
        return TypedResults.Created($"/notes/{id}", new CreatedId(id));
    }

    public static async Task<IResult> Change(Guid id, NoteRequest request, EventStreams events, CancellationToken ct)
    {
        await events.Update<Note, NoteEvent>(
            id,
            Note.Evolve,
            note =>
                note is null
                    ? throw new DomainException(DomainError.NotFound, "No such note.")
                    : [new NoteWritten(request.Text)],
            ct
        );
        return TypedResults.NoContent();
    }
}

/// <summary>What may happen to a request between its append and its answer, once for each of these words.</summary>
public sealed class Misfortunes(NpgsqlDataSource database)
{
    private readonly ConcurrentDictionary<string, bool> _happened = [];

    public TaskCompletionSource Waiting { get; } = new();

    public TaskCompletionSource Continue { get; } = new();

    public async Task Befall(string words)
    {
        if (words is not ("stumble" or "lose the database" or "wait") || !_happened.TryAdd(words, true))
            return;
        if (words is "stumble")
            throw new InvalidOperationException("Nobody foresaw this.");
        if (words is "lose the database")
        {
            await using var terminate = database.CreateCommand(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'"
            );
            await terminate.ExecuteNonQueryAsync();
            return;
        }

        Waiting.SetResult();
        await Continue.Task;
    }
}

/// <summary>A service with one kind of stream, on a real database.</summary>
internal static class NotesApp
{
    public static Action<WebApplicationBuilder> Services(string database) =>
        builder =>
        {
            builder.Configuration["ConnectionStrings:testing"] = database;
            builder.Configuration["PersonalData:MasterKey"] = Convert.ToBase64String(new byte[32]);
            builder.Services.AddSingleton<Misfortunes>();
            builder.AddEventStore("testing").Stream<Note>("note", s => s.Event<NoteWritten>("note_written"));
        };

    public static void Routes(WebApplication app)
    {
        app.MapPost("/notes", WriteNote.Handle);
        app.MapPut("/notes/{id}", WriteNote.Change);
        app.MapGet(
            "/notes/{id}",
            async (Guid id, EventStreams events, CancellationToken ct) =>
                await events.Read<Note, NoteEvent>(id, Note.Evolve, ct)
                ?? throw new DomainException(DomainError.NotFound, "No such note.")
        );
        app.MapGet(
            "/notes/{id}/history",
            async (Guid id, EventStreams events, CancellationToken ct) =>
                (await events.History(id, ct)).Select(e => e.Metadata)
        );
    }
}
