using System.Diagnostics;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

public abstract record NoteEvent;

public sealed record NoteWritten(string Text) : NoteEvent;

public sealed record PublicationRejected : NoteEvent;

public sealed record Note(string Text, int Rejections = 0)
{
    public static Note Evolve(Note? note, NoteEvent e) =>
        (note, e) switch
        {
            (_, NoteWritten written) => new(written.Text),
            ({ } n, PublicationRejected) => n with { Rejections = n.Rejections + 1 },
            _ => throw new UnreachableException($"{e} cannot follow {note}"),
        };
}

public sealed record NoteRequest(string Text);

/// <summary>Writes a note.</summary>
public static class WriteNote
{
    public static async Task<IResult> Handle(
        NoteRequest request,
        EventStreams events,
        FaultInjector faults,
        CancellationToken ct
    )
    {
        var id = Guid.CreateVersion7();
        await events.Update<Note, NoteEvent>(id, Note.Evolve, _ => [new NoteWritten(request.Text)], ct);
        await faults.AfterAppend(request.Text);
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

/// <summary>Rejects every publication. The attempt is stored as an event.</summary>
public static class PublishNote
{
    public static async Task<IResult> Handle(Guid id, EventStreams events, CancellationToken ct)
    {
        await events.Update<Note, NoteEvent>(id, Note.Evolve, _ => [new PublicationRejected()], ct);
        return TypedResults.Problem(Problems.Of(409, $"Rejected: {Guid.NewGuid()}."));
    }
}

/// <summary>The texts of all notes.</summary>
public sealed class NoteTexts : TableProjection
{
    private readonly Action _beforeApply;

    public NoteTexts()
        : this(version: 1) { }

    /// <param name="version">The version of its tables.</param>
    /// <param name="beforeApply">Runs before each event is applied.</param>
    public NoteTexts(uint version, Action? beforeApply = null)
        : base("note_texts", version)
    {
        _beforeApply = beforeApply ?? (() => { });
        var texts = AddTable("note_texts");
        texts.AddColumn<Guid>("id").AsPrimaryKey();
        texts.AddColumn("text", "text").NotNull();
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        _beforeApply();
        if (e.Data is NoteWritten written)
            operations.QueueSql(
                $"""
                insert into note_texts (id, text) values ({e.StreamId}, {written.Text})
                on conflict (id) do update set text = excluded.text
                """
            );
    }
}

/// <summary>A service with one kind of stream and a real database.</summary>
internal static class NotesApp
{
    public static Action<WebApplicationBuilder> Services(
        string database,
        NoteTexts? projection = null,
        TimeProvider? clock = null,
        Action<StoreOptions>? store = null
    ) =>
        builder =>
        {
            builder.Configuration["ConnectionStrings:testing"] = database;
            builder.Configuration["PersonalData:MasterKey"] ??= Convert.ToBase64String(new byte[32]);
            builder.Services.AddSingleton(clock ?? TimeProvider.System);
            builder.Services.AddSingleton<FaultInjector>();
            builder.Services.ConfigureMarten(
                (services, options) => options.Listeners.Add(services.GetRequiredService<FaultInjector>())
            );
            builder.AddEventSourcing(
                "testing",
                options =>
                {
                    options.Stream<Note>(events =>
                        events.Event<NoteWritten>("note_written").Event<PublicationRejected>("publication_rejected")
                    );
                    options.Projections.Add(projection ?? new NoteTexts(), ProjectionLifecycle.Async);
                    store?.Invoke(options);
                }
            );
        };

    public static void Routes(IEndpointRouteBuilder app)
    {
        app.MapPost("/notes", WriteNote.Handle);
        app.MapPut("/notes/{id}", WriteNote.Change);
        app.MapPost("/notes/{id}/versions", WriteNote.Change);
        app.MapPost("/notes/{id}/publication", PublishNote.Handle);
        app.MapGet(
            "/notes/{id}",
            async (Guid id, EventStreams events, CancellationToken ct) =>
                await events.Read<Note, NoteEvent>(id, Note.Evolve, ct)
                ?? throw new DomainException(DomainError.NotFound, "No such note.")
        );
        app.MapGet(
            "/notes/{id}/history",
            async (Guid id, EventStreams events, CancellationToken ct) =>
                (await events.History(id, ct)).Select(EventMetadata.Of)
        );
    }
}
