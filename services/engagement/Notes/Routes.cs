namespace PeerNetwork.Engagement.Notes;

public static class Routes
{
    public static void MapNotes(this RouteGroupBuilder mentorship)
    {
        var notes = mentorship.MapGroup("/notes").WithTags("Notes");
        notes.MapPost("", WriteNote.Handle);
        notes.MapGet("", NotesProjection.Handle);
        notes.MapGet("/{note:guid}", ReadNote.Handle);
        notes.MapPost("/{note:guid}/share", ShareNote.Handle);
    }
}
