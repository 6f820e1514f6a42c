using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using RabbitMQ.Client.Exceptions;

namespace PeerNetwork.Messaging;

/// <summary>Endpoints that list the messages that consumers could not handle, and replay them after a fix.</summary>
internal static class DeadLetterRoutes
{
    public static void Map(RouteGroupBuilder operations)
    {
        var deadLetters = operations
            .MapGroup("/dead-letters")
            .AddEndpointFilter(HandleBrokerOutage)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        deadLetters
            .MapGet("", List)
            .WithName("ListDeadLetters")
            .WithSummary(
                "Lists the messages that consumers of this service could not handle, with the reason, without content"
            );
        deadLetters
            .MapPost("/{queue}/replay", Replay)
            .WithName("ReplayDeadLetters")
            .WithSummary("Moves dead letters back to their consumer: all of a queue, or the message with this id");
    }

    internal static async Task<Ok<IReadOnlyList<DeadLetterQueue>>> List(
        DeadLetters deadLetters,
        CancellationToken ct
    ) => TypedResults.Ok(await deadLetters.List(ct));

    internal static async Task<Ok<ReplayResult>> Replay(
        string queue,
        Guid? messageId,
        DeadLetters deadLetters,
        CancellationToken ct
    )
    {
        if (!deadLetters.Queues.Contains(queue))
            throw new DomainException(
                DomainError.NotFound,
                $"There is no queue '{queue}'. There are: {string.Join(", ", deadLetters.Queues)}."
            );
        var replayed = await deadLetters.Replay(queue, messageId, ct);
        if (replayed == 0 && messageId is not null)
            throw new DomainException(
                DomainError.NotFound,
                $"No message with the id {messageId} is among the dead letters of '{queue}'."
            );
        return TypedResults.Ok(new ReplayResult(queue, replayed));
    }

    private static async ValueTask<object?> HandleBrokerOutage(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (Exception e)
            when (e is BrokerUnreachableException or AlreadyClosedException or OperationInterruptedException)
        {
            return TypedResults.Problem(
                Problems.Of(
                    StatusCodes.Status503ServiceUnavailable,
                    "The broker does not answer. Try again in a moment."
                )
            );
        }
    }
}

/// <summary>The result of a replay.</summary>
/// <param name="Queue">The queue of the consumer.</param>
/// <param name="Count">How many messages were replayed.</param>
internal sealed record ReplayResult(string Queue, int Count);
