using System.Security.Claims;
using FluentValidation;
using Microsoft.AspNetCore.Http.HttpResults;
using PeerNetwork.EventSourcing;
using PeerNetwork.ServiceDefaults;

namespace PeerNetwork.Enrollment.Retention;

/// <summary>The people administration says how long one kind of data is kept, from tomorrow on.</summary>
public static class SetRetentionRule
{
    internal const int MaxDays = 36_500;

    /// <param name="Days">How long the data is kept after it has come to its end.</param>
    public sealed record Request(int Days);

    public sealed class Validator : AbstractValidator<Request>
    {
        public Validator() => RuleFor(r => r.Days).InclusiveBetween(1, MaxDays);
    }

    public static async Task<NoContent> Handle(
        EnumParameter<RetentionKind> kind,
        Request request,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<RetentionRule, RetentionRuleEvent>(
            RetentionRule.IdOf(kind.Value),
            RetentionRule.Evolve,
            rule => Decide(rule, kind.Value, request.Days, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static RetentionRuleEvent[] Decide(
        RetentionRule? rule,
        RetentionKind kind,
        int days,
        Guid by,
        DateTimeOffset now
    ) => rule?.Days == days ? [] : [new RetentionRuleSet(kind, days, by, now)];
}

/// <summary>The people administration lets one kind of data be kept without an end.</summary>
public static class RemoveRetentionRule
{
    public static async Task<NoContent> Handle(
        EnumParameter<RetentionKind> kind,
        ClaimsPrincipal user,
        EventStreams events,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        var (by, now) = (user.Id(), clock.GetUtcNow());
        await events.Update<RetentionRule, RetentionRuleEvent>(
            RetentionRule.IdOf(kind.Value),
            RetentionRule.Evolve,
            rule => Decide(rule, by, now),
            ct
        );
        return TypedResults.NoContent();
    }

    public static RetentionRuleEvent[] Decide(RetentionRule? rule, Guid by, DateTimeOffset now) =>
        rule is { Days: not null } ? [new RetentionRuleRemoved(rule.Kind, by, now)] : [];
}

/// <summary>Shows how long one kind of data is kept.</summary>
public static class ShowRetentionRule
{
    /// <param name="Days">How long the data is kept after it has come to its end; null where it is kept.</param>
    /// <param name="SetAt">When that was said; null where nothing was ever said.</param>
    public sealed record Response(RetentionKind Kind, int? Days, DateTimeOffset? SetAt);

    public static async Task<Ok<Response>> Handle(
        EnumParameter<RetentionKind> kind,
        EventStreams events,
        CancellationToken ct
    )
    {
        var rule = await RetentionRule.Read(events, kind.Value, ct);
        return TypedResults.Ok(new Response(kind.Value, rule?.Days, rule?.SetAt));
    }
}
