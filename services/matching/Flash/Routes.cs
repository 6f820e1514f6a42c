using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Flash;

public static class Routes
{
    public static void MapFlash(this IEndpointRouteBuilder app)
    {
        var slots = app.MapGroup("/flash-slots").RequireRoles(Roles.Employee);
        slots.MapGet("/", ReadFlashSlots.ListOpen);
        slots.MapPost("/", OfferFlashSlot.Handle);
        slots.MapPost("/{id:guid}/book", BookFlashSlot.Handle);
        slots.MapPost("/{id:guid}/cancel", CancelFlashBooking.Handle);
        slots.MapPost("/{id:guid}/withdraw", WithdrawFlashSlot.Handle);
        app.MapGet("/me/flash-slots", ReadFlashSlots.ListMine).RequireRoles(Roles.Employee);
    }
}
