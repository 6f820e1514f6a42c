namespace PeerNetwork.Enrollment.Hris;

/// <summary>
/// Reads the whole answer within the attempt, so that a connection that breaks in the middle of it is tried again.
/// </summary>
internal sealed class AnswerBuffering(int maxSize) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(maxSize, cancellationToken);
            return response;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            response.Dispose();
            throw new HrisException(
                $"{request.RequestUri!.Host} answers with more than {maxSize} bytes: ask for smaller pages.",
                isTransient: false,
                e
            );
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
