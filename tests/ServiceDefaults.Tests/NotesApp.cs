using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PeerNetwork.EventStore;

namespace PeerNetwork.ServiceDefaults.Tests;

public abstract record NoteEvent;

public sealed record NoteWritten(string Text) : NoteEvent;

public sealed record Note(string Text)
{
    public static Note Evolve(Note? note, NoteEvent e) => e switch
    {
        NoteWritten written => new(written.Text),
        _ => throw new UnreachableException($"{e} cannot follow {note}"),
    };
}

public sealed record NoteRequest(string Text);

/// <summary>Someone writes a note down.</summary>
public static class WriteNote
{
    public static async Task<IResult> Handle(NoteRequest request, EventStreams events, CancellationToken ct)
    {
        if (request.Text is "refuse")
            throw new RefusedException(Refusal.Invalid, $"Not today: {Guid.NewGuid()}.");
        var id = Guid.CreateVersion7();
        await events.Update<Note, NoteEvent>(id, Note.Evolve, _ => [new NoteWritten(request.Text)], ct);
        return request.Text is "die after commit"
            ? throw new InvalidOperationException("The power went out.")
            : TypedResults.Created($"/notes/{id}", new CreatedId(id));
    }

    public static async Task<IResult> Change(Guid id, NoteRequest request, EventStreams events, CancellationToken ct)
    {
        await events.Update<Note, NoteEvent>(
            id, Note.Evolve, note => note is null ? throw new RefusedException(Refusal.Missing, "No such note.") : [new NoteWritten(request.Text)], ct);
        return TypedResults.NoContent();
    }
}

/// <summary>A service with one kind of stream, on a real database.</summary>
internal static class NotesApp
{
    public static Action<WebApplicationBuilder> Services(string database) => builder =>
    {
        builder.Configuration["ConnectionStrings:testing"] = database;
        builder.Configuration["PersonalData:MasterKey"] = Convert.ToBase64String(new byte[32]);
        builder.AddEventStore("testing").Stream<Note>("note", s => s.Event<NoteWritten>("note_written"));
    };

    public static void Routes(WebApplication app)
    {
        app.MapPost("/notes", WriteNote.Handle);
        app.MapPut("/notes/{id}", WriteNote.Change);
        app.MapGet("/notes/{id}", async (Guid id, EventStreams events, CancellationToken ct) =>
            await events.Read<Note, NoteEvent>(id, Note.Evolve, ct) ?? throw new RefusedException(Refusal.Missing, "No such note."));
        app.MapGet("/notes/{id}/history", async (Guid id, EventStreams events, CancellationToken ct) =>
            (await events.History(id, ct)).Select(e => e.Metadata));
    }
}
