using Marten;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace PeerNetwork.Analytics.Installations;

/// <summary>The partner installations of the settings, and how the last attempts to read them went.</summary>
public static class ListPartners
{
    /// <param name="LastSuccess">When its figures were last read; null where they never were.</param>
    /// <param name="LastFailure">When they last could not be read, or were refused.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Partner(string Name, DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure, string? Reason);

    public sealed record Response(IReadOnlyList<Partner> Items);

    public static async Task<Ok<Response>> Handle(
        IOptions<PartnersSettings> settings,
        IQuerySession session,
        CancellationToken ct
    )
    {
        string[] names = [.. settings.Value.Partners.Keys.Order(StringComparer.Ordinal)];
        var known = (await session.LoadManyAsync<PartnerStatus>(ct, names)).ToDictionary(status => status.Id);
        return TypedResults.Ok(
            new Response([
                .. names
                    .Select(name => known.GetValueOrDefault(name) ?? new(name))
                    .Select(status => new Partner(status.Id, status.LastSuccess, status.LastFailure, status.Reason)),
            ])
        );
    }
}
