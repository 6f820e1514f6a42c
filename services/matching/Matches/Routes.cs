using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Matches;

public static class Routes
{
    public static void MapMatches(this IEndpointRouteBuilder app)
    {
        var matches = app.MapGroup("/matches").RequireRoles(Roles.Employee);
        matches.MapGet("/mine", ReadMatches.Mine);
        matches.MapGet("/", ReadMatches.List).RequireRoles(Roles.Coordinator);
        matches.MapGet("/{id:guid}", ReadMatches.One);
        matches.MapGet("/{id:guid}/why-not/{person:guid}", ExplainOthers.Handle);
        matches.MapPost("/{id:guid}/accept", AcceptMatch.Handle);
        matches.MapPost("/{id:guid}/decline", DeclineMatch.Handle);
    }
}
