using Marten;
using JasperFx.Events;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.Engagement.Mentorships;
using PeerNetwork.Engagement.People;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Engagement.Notes;

/// <summary>The notes of a mentorship that the reader may open; without their words, which stay sealed in the streams.</summary>
public sealed class PairNotes : TableProjection
{
    public sealed record Row(Guid Id, Guid Author, bool Shared, DateTimeOffset At);

    public string Name => "pair_notes";

    public string Schema =>
        """
            create table pair_notes (id uuid primary key, mentorship uuid not null, author uuid not null, shared boolean not null, at timestamptz not null);
            create index on pair_notes (mentorship, id);
            """;

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
