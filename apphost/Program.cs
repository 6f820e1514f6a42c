using PeerNetwork.AppHost;
using PeerNetwork.AppHost.Hosting;
using PeerNetwork.LocalServers;

// Signals are the host's to handle: it stops the resources first.
return await StartOptions.Command(Run).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });

static async Task<int> Run(StartOptions options, CancellationToken ct)
{
    try
    {
        using var instance = await LocalInstance.Open(options.Folder, options.Fresh, ct);
        var builder = Dashboard.CreateBuilder(options);
        await builder.AddPlatform(instance, await ContainerEngine.Find(), options, ct);
        await using (var app = builder.Build())
            await app.RunAsync(ct);
        // Aspire's orchestrator goes on stopping them when the host has ended.
        await instance.Stop();
        Console.WriteLine("PeerNetwork has stopped.");
        return 0;
    }
    catch (ServerUnavailableException e)
    {
        await Console.Error.WriteLineAsync(e.Message);
        return 1;
    }
}
