namespace PeerNetwork.Matching.Engine;

/// <summary>What a stable matching says of one mentee, as far as <see cref="StablePair"/> needs it.</summary>
/// <param name="Given">Whom the solver gave, and what that mentor is worth to the mentee; null for no one, and for
/// mentees who were locked to a mentor.</param>
/// <param name="Worst">The worst of the best candidates; null where no permitted pair was left out.</param>
public sealed record StableMentee(Guid Mentee, KeptCandidate? Given, KeptCandidate? Worst);

/// <summary>What a stable matching says of one mentor, as far as <see cref="StablePair"/> needs it.</summary>
/// <param name="Least">Of the mentees whom the solver gave, the one of the least worth to the mentor; null where a
/// place is free.</param>
public sealed record StableMentor(Guid Mentor, HeldMentee? Least);

/// <param name="Score">What the mentee is worth to the mentor, in millionths.</param>
public readonly record struct HeldMentee(Guid Mentee, int Score);
