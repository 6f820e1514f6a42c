namespace PeerNetwork.Matching.Flash;

/// <summary>A slot as people see it.</summary>
/// <param name="Mentee">Who booked it; null where it is open, or ended without a booking.</param>
/// <param name="Topic">Null where the mentor was erased.</param>
/// <param name="Zone">The zone in which the mentor planned it.</param>
/// <param name="State"><c>offered</c>, <c>booked</c>, <c>withdrawn</c> by the mentor or because the mentor has left,
/// or <c>lapsed</c>: it started without a booking.</param>
public sealed record FlashSlotView(
    Guid Id,
    Guid Program,
    string? ProgramName,
    Guid Mentor,
    Guid? Mentee,
    string? Topic,
    DateTimeOffset StartsAt,
    string Zone,
    int Minutes,
    string State
);
