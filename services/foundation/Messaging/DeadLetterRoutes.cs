using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;
using RabbitMQ.Client.Exceptions;

namespace PeerNetwork.Messaging;

/// <summary>
/// What operators see of the messages that could not be handled, and how they have them handled after the fix.
/// </summary>
internal static class DeadLetterRoutes
{
    public static void Map(RouteGroupBuilder operations)
    {
        var deadLetters = operations
            .MapGroup("/dead-letters")
            .AddEndpointFilter(AnswerWithoutBroker)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        deadLetters
            .MapGet("", List)
            .WithName("ListDeadLetters")
            .WithSummary(
                "The messages that consumers of this service could not handle, and why; their content is not shown"
            );
        deadLetters
            .MapPost("/{queue}/replay", Replay)
            .WithName("ReplayDeadLetters")
            .WithSummary("Gives them to their consumer again: all of a queue, or the one message of the id");
    }

    internal static async Task<Ok<IReadOnlyList<DeadLetterQueue>>> List(
        DeadLetters deadLetters,
        CancellationToken ct
    ) => TypedResults.Ok(await deadLetters.Look(ct));

    internal static async Task<Ok<Replayed>> Replay(
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
        return TypedResults.Ok(new Replayed(queue, replayed));
    }

    private static async ValueTask<object?> AnswerWithoutBroker(
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

/// <summary>What was given to its consumer again.</summary>
/// <param name="Queue">The queue of the consumer.</param>
/// <param name="Count">How many messages.</param>
internal sealed record Replayed(string Queue, int Count);
