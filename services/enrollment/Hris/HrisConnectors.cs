using Microsoft.Extensions.Options;

namespace PeerNetwork.Enrollment.Hris;

/// <summary>Makes the connector of a source. One connector serves one read at a time.</summary>
public sealed class HrisConnectors(IHttpClientFactory clients, IOptions<HrisOptions> options, TimeProvider clock)
{
    internal const string HttpClientName = "hris";

    /// <exception cref="HrisException">The settings are not complete or not valid.</exception>
    public IHrisConnector Create(HrisSourceSettings settings)
    {
        if (settings.Problems() is [var problem, ..])
            throw new HrisException($"The settings of the source: {problem.ErrorMessage}", isTransient: false);
        return settings switch
        {
            FeedSettings feed => new FeedConnector(ClientFor(feed.Address, feed.Credentials), feed, clock),
            WatchedFolderSettings folder => new WatchedFolderConnector(
                Path.Combine(DropFolder(), folder.Folder),
                folder,
                options.Value.MaxAnswerSize,
                clock
            ),
            WorkdayReportSettings report => Create(report.ToFeed()),
            WorkdayRestSettings rest => Create(rest.ToFeed()),
            SuccessFactorsSettings s => new SuccessFactorsConnector(ClientFor(s.Address, s.Credentials), s, clock),
            PersonioSettings p => new PersonioConnector(ClientFor(p.Address, p.Credentials), p, clock),
            BambooHrSettings b => new BambooHrConnector(ClientFor(b.Address, b.Credentials), b, clock),
            _ => throw new ArgumentOutOfRangeException(nameof(settings)),
        };
    }

    private SourceClient ClientFor(Uri address, HrisCredentials? credentials)
    {
        var http = clients.CreateClient(HttpClientName);
        return new(
            http,
            address,
            credentials is OAuthCredentials oauth
                ? new OAuthAuthorization(http, oauth, clock)
                : FixedAuthorization.Of(credentials)
        );
    }

    private string DropFolder() =>
        options.Value.DropFolder
        ?? throw new HrisException("This installation has no drop folder for files.", isTransient: false);
}
