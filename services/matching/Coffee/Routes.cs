using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Matching.Coffee;

public static class Routes
{
    public static void MapCoffee(this IEndpointRouteBuilder app)
    {
        app.MapGet("/coffee/mine", ListMyCoffee.Handle).RequireRoles(Roles.Employee);

        var membership = app.MapGroup("/programs/{program:guid}/coffee").RequireRoles(Roles.Employee);
        membership.MapPost("/join", JoinCoffee.Handle);
        membership.MapPost("/snooze", SnoozeCoffee.Handle);
        membership.MapPost("/resume", ResumeCoffee.Handle);
        membership.MapPost("/leave", LeaveCoffee.Handle);

        var program = app.MapGroup("/programs/{program:guid}").RequireRoles(Roles.Coordinator);
        program.MapGet("/coffee", ReadCoffeeRounds.Show);
        program.MapGet("/coffee-rounds", ReadCoffeeRounds.List);
        program.MapPost("/coffee-rounds", RequestCoffeeRound.Handle);
        program.MapGet("/coffee-rounds/{number:int}/groups", ReadCoffeeRounds.Groups).AuditRead("coffeeGroups");
    }
}
