using System.Text;
using PeerNetwork.Testing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class NotesFixture : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public string Database { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Database = await TestServers.NewDatabase();
        App = await TestApp.Start(NotesApp.Routes, NotesApp.Services(Database));
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    public Task<HttpResponseMessage> Send(
        HttpMethod method,
        string address,
        string? json = null,
        Guid? by = null,
        params (string Name, string Value)[] headers
    ) => Send(method, address, json, by, default, headers);

    public Task<HttpResponseMessage> Send(
        HttpMethod method,
        string address,
        string? json,
        Guid? by,
        CancellationToken ct,
        params (string Name, string Value)[] headers
    )
    {
        var request = new HttpRequestMessage(method, address);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value).ShouldBeTrue();
        return App.As(by ?? TestApp.Ada, []).SendAsync(request, ct);
    }

    public async Task<string> WriteNote(string text = "hello")
    {
        var response = await Send(HttpMethod.Post, "/notes", $$"""{"text":"{{text}}"}""");
        return (await response.ReadJson())["id"]!.GetValue<string>();
    }
}
