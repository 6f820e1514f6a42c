using System.Net;
using PeerNetwork.AppHost.Resources;

namespace PeerNetwork.AppHost.StatusPage;

/// <summary>The status page's HTML. Whatever it shows may quote a stranger, so all of it is encoded.</summary>
internal static class Page
{
    private const int Lines = 12;

    private const string Style = """
        :root { color-scheme: light dark; --line: light-dark(#d8dee4, #30363d); --soft: light-dark(#f6f8fa, #161b22); }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .4rem .8rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        pre { background: var(--soft); padding: .8rem; overflow-x: auto; font-size: 12px; border-radius: 6px; }
        .ready { color: light-dark(#1a7f37, #3fb950); } .failed, .unhealthy, .restarting { color: light-dark(#cf222e, #f85149); }
        .state { font-weight: 600; } h2 { margin: 1.6rem 0 .4rem; font-size: 1rem; }
        """;

    public static string Of(IReadOnlyList<Resource> resources) =>
        $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
            <title>PeerNetwork: {Text(Summary(resources))}</title>
            <style>{Style}</style>
            </head>
            <body>
            <h1>PeerNetwork <small class="{(AllReady(resources) ? "ready" : "")}">{Text(
                Summary(resources)
            )}</small></h1>
            {Links(resources)}
            <table>
            <thead><tr><th>Resource</th><th>State</th><th>Address</th><th>Process</th><th>Waits for</th><th>Detail</th></tr></thead>
            <tbody>
            {string.Join('\n', resources.Select(Row))}
            </tbody>
            </table>
            {string.Join('\n', resources.Where(r => r.Log.Newest(1) is not []).Select(LogOf))}
            </body>
            </html>
            """;

    private static string Row(Resource r) =>
        $"<tr><td>{Text(r.Name)}</td><td class=\"state {State(r)}\">{State(r)}</td><td>{Link(r.Url, r.Url?.AbsoluteUri)}</td><td>{r.ProcessId}</td>"
        + $"<td>{Text(string.Join(", ", r.WaitsFor.Select(w => w.Name)))}</td><td>{Text(r.Detail)}</td></tr>";

    private static string LogOf(Resource r) =>
        $"<h2>{Text(r.Name)}</h2>\n<pre>{Text(string.Join('\n', r.Log.Newest(Lines)))}</pre>";

    private static string Links(IReadOnlyList<Resource> resources) =>
        resources.FirstOrDefault(r => r.Name == "gateway")?.Url is { } gateway
            ? $"<p>{Link(gateway, "Gateway")} · {Link(new(gateway, "openapi"), "API description")}</p>"
            : "";

    private static string Link(Uri? url, string? label) =>
        url is null ? "" : $"<a href=\"{Text(url.AbsoluteUri)}\">{Text(label)}</a>";

    private static string Summary(IReadOnlyList<Resource> resources) =>
        AllReady(resources)
            ? "all is ready"
            : $"{resources.Count(r => r.State is ResourceState.Ready)} of {resources.Count} ready";

    private static bool AllReady(IReadOnlyList<Resource> resources) =>
        resources.All(r => r.State is ResourceState.Ready);

    private static string State(Resource r) => $"{r.State}".ToLowerInvariant();

    private static string Text(string? text) => WebUtility.HtmlEncode(text) ?? "";
}
