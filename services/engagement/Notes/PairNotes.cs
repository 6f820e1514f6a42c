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
/// The notes of a mentorship that the reader may open; without their words, which stay sealed in the streams.
/// </summary>
public sealed class PairNotes : TableProjection
{
    public sealed record Row(Guid Id, Guid Author, bool Shared, DateTimeOffset At);

    public PairNotes()
        : base("pair_notes")
    {
        var pairNotes = AddTable("pair_notes");
        pairNotes.AddColumn("id", "uuid").AsPrimaryKey();
        pairNotes.AddColumn("mentorship", "uuid").NotNull();
        pairNotes.AddColumn("author", "uuid").NotNull();
        pairNotes.AddColumn("shared", "boolean").NotNull();
        pairNotes.AddColumn("at", "timestamptz").NotNull();
        AddIndex(pairNotes, "pair_notes_by_mentorship_id", ["mentorship", "id"]);
    }

    protected override void Apply(IEvent e, IDocumentOperations operations)
    {
        switch (e.Data)
        {
            case NoteWritten n:
                operations.QueueSql(
                    $"insert into pair_notes values ({n.Note.Value}, {n.Mentorship.Value}, {n.Author.Value}, {n.Shared}, {n.At})"
                );
                break;
            case NoteShared n:
                operations.QueueSql($"update pair_notes set shared = true where id = {n.Note.Value}");
                break;
        }
    }

    public static async Task<Ok<PageAnswer<Row>>> Handle(
        Guid id,
        Paging paging,
        ClaimsPrincipal user,
        EventStreams events,
        ReadModels read,
        CancellationToken ct
    )
    {
        var reader = user.PersonId();
        (await events.Read<Mentorship, MentorshipEvent>(id, Mentorship.Evolve, ct)).Of(reader);
        var page = await read.Page<Row>(
            $"select id, author, shared, at from pair_notes where mentorship = {id} and (shared or author = {reader.Value})",
            paging,
            row => row.Id,
            ct
        );
        return paging.Answer(page);
    }
}
