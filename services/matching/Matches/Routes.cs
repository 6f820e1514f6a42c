using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public static class Routes
{
    public static void MapMatches(this IEndpointRouteBuilder app)
    {
        var matches = app.MapGroup("/matches").RequireRoles(Roles.Employee);
        matches.MapGet("/mine", ReadMatches.ListMine);
        matches.MapGet("/", ReadMatches.List).RequireRoles(Roles.Coordinator);
        matches
            .MapGet("/{id:guid}", ReadMatches.Get)
            .AuditRead<ReadMatches.MatchView>("match", match => [.. match.Members.Select(member => member.Person)]);
        matches.MapGet("/{id:guid}/why-not/{person:guid}", ExplainUnmatched.Handle);
        matches.MapPost("/{id:guid}/accept", AcceptMatch.Handle);
        matches.MapPost("/{id:guid}/decline", DeclineMatch.Handle);
    }
}
