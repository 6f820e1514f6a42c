using System.Security.Claims;
using JasperFx.Events;
using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Notes;

/// <summary>
/// The notes of a mentorship that the reader may open; without their texts, which stay encrypted in the streams.
/// Written inline: its author looks for a note at once.
/// </summary>
public sealed class NotesProjection : TableProjection
{
    public sealed record Row(Guid Id, Guid Author, bool Shared, DateTimeOffset At);

    public NotesProjection()
        : base("notes")
    {
        var notes = AddTable("notes");
        notes.AddColumn("id", "uuid").AsPrimaryKey();
        notes.AddColumn("mentorship", "uuid").NotNull();
        notes.AddColumn("author", "uuid").NotNull();
        notes.AddColumn("shared", "boolean").NotNull();
        notes.AddColumn("at", "timestamptz").NotNull();
        AddIndex(notes, "notes_by_mentorship_id", ["mentorship", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case NoteWritten n:
                operations.QueueSql(
                    $"""
                    insert into notes
                    values ({n.Note.Value}, {n.Mentorship.Value}, {n.Author.Value}, {n.Shared}, {n.At})
                    """
                );
                break;
            case NoteShared n:
                operations.QueueSql($"update notes set shared = true where id = {n.Note.Value}");
                break;
        }
    }

    public static async Task<Ok<PageResponse<Row>>> Handle(
        Guid id,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels read,
        CancellationToken ct
    )
    {
        var reader = user.PersonId();
        var mentorship = await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct);
        // The own notes of a person who left stay theirs.
        var hasLeft = mentorship?.HasLeft(reader) is true;
        if (!hasLeft)
            mentorship.RequireMember(reader);
        var page = await read.Page<Row>(
            $"""
            select id, author, shared, at from notes
            where mentorship = {id} and ((shared and not {hasLeft}) or author = {reader.Value})
            """,
            paging,
            row => row.Id,
            ct
        );
        return paging.ToResponse(page);
    }
}
