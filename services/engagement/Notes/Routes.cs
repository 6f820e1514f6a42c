namespace PeerNetwork.Engagement.Notes;

public static class Routes
{
    public static void MapNotes(this RouteGroupBuilder mentorship)
    {
        var notes = mentorship.MapGroup("/notes").WithTags("Notes");
        notes.MapPost("", WriteNote.Handle);
        notes.MapGet("", PairNotes.Handle);
        notes.MapGet("/{note:guid}", OpenNote.Handle);
        notes.MapPost("/{note:guid}/share", ShareNote.Handle);
    }
}
