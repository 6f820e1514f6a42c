using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PeerNetwork.EventSourcing;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class ProblemsTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public static TheoryData<string, int, string, string> Thrown =>
        new()
        {
            { "missing", 404, "not-found", "No such match." },
            { "not-allowed", 403, "not-allowed", "Only the two people may accept." },
            { "conflict", 409, "conflict", "It is closed." },
            { "invalid", 422, "invalid", "Take another date." },
            { "coded", 409, "pool-closed", "The pool is closed." },
            { "version", 409, "concurrency-conflict", "" },
            { "stale", 412, "stale-version", "" },
            { "unique", 409, "already-exists", "There is an open application already." },
            { "duplicate", 409, "concurrency-conflict", "stored at the same time" },
            { "json", 400, "malformed-request", "The JSON is not well-formed" },
            { "surprise", 500, "internal", "Report the trace id" },
            { "cancelled", 500, "internal", "" },
        };

    private static Dictionary<string, Func<Exception>> Exceptions { get; } =
        new()
        {
            ["missing"] = () => new DomainException(DomainError.NotFound, "No such match."),
            ["not-allowed"] = () => new DomainException(DomainError.Forbidden, "Only the two people may accept."),
            ["conflict"] = () => new DomainException(DomainError.Conflict, "It is closed."),
            ["invalid"] = () => new DomainException(DomainError.Invalid, "Take another date."),
            ["coded"] = () => new DomainException(DomainError.Conflict, "The pool is closed.") { Code = "pool-closed" },
            ["version"] = () => new VersionConflictException(new InvalidOperationException("secret")),
            ["stale"] = () => new StaleVersionException(Guid.Empty, 1, 2),
            ["unique"] = () => new UniqueConflictException("one_open", "There is an open application already."),
            ["duplicate"] = () => new DuplicateDocumentException(typeof(Note), new InvalidOperationException("secret")),
            ["json"] = () => new System.Text.Json.JsonException("secret"),
            ["surprise"] = () => new InvalidOperationException("secret"),
            ["cancelled"] = () => new OperationCanceledException("secret"),
        };

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(app =>
        {
            app.MapGet("/throw/{what}", string (string what) => throw Exceptions[what]());
            app.MapGet("/check", string () => throw new InvalidFieldException("name", "must not be empty"));
            app.MapGet("/by-id/{id}", (Guid id) => id);
            app.MapGet("/search", (int year, string q) => year + q);
            app.MapGet("/on", (DateOnly day, DateOnly? until) => $"{day} {until}");
            app.MapGet("/find", (Guid? program, bool? lapsed) => $"{program} {lapsed}");
            app.MapGet("/named/{name}", (string name) => name);
            app.MapGet("/slow", async (CancellationToken ct) => await Task.Delay(Timeout.Infinite, ct))
                .WithRequestTimeout(TimeSpan.FromMilliseconds(50));
            app.MapGet("/own", () => TypedResults.Problem("Written by the slice.", statusCode: 409));
        });

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory, MemberData(nameof(Thrown))]
    public async Task An_exception_becomes_a_problem(string what, int status, string slug, string message)
    {
        var problem = await (await _app.AsAda().GetAsync($"/throw/{what}")).ShouldBeProblem(status, slug);
        problem["detail"]!.GetValue<string>().ShouldContain(message);
        problem.ToJsonString().ShouldNotContain("secret");
        problem.ToJsonString().ShouldNotContain("Exception");
    }

    [Fact]
    public async Task Invalid_fields_are_listed()
    {
        var problem = await (await _app.AsAda().GetAsync("/check")).ShouldBeProblem(422, "invalid");
        problem["detail"]!.GetValue<string>().ShouldBe("name must not be empty.");
        problem["errors"]!.ToJsonString().ShouldBe("""{"name":["must not be empty"]}""");
    }

    [Theory]
    [InlineData("/by-id/not-a-guid", "The value of id cannot be read: not-a-guid.")]
    [InlineData("/search?year=soon&q=x", "The value of year cannot be read: soon.")]
    [InlineData("/search?year=99999999999&q=x", "The value of year cannot be read: 99999999999.")]
    [InlineData("/search?year=1", "q is missing.")]
    [InlineData(
        "/search?year=1&q=%00",
        "The query parameter q must be one line without control characters, marks that turn its direction, "
            + "or broken Unicode."
    )]
    [InlineData(
        "/search?year=1&q=%ED%A0%80",
        "The query parameter q must be one line without control characters, marks that turn its direction, "
            + "or broken Unicode."
    )]
    [InlineData(
        "/search?year=1&q=%E2%80%AE",
        "The query parameter q must be one line without control characters, marks that turn its direction, "
            + "or broken Unicode."
    )]
    [InlineData("/search?year=1&q=a&Q=b", "The query parameter Q must be given once.")]
    [InlineData("/on?day=1", "day must be a date such as 2026-11-22.")]
    [InlineData("/on?day=2026-11-22&until=1,1", "until must be a date such as 2026-11-22.")]
    [InlineData("/find?program=", "program must have a value, or be left out.")]
    [InlineData("/find?program=1", "The value of program cannot be read: 1.")]
    [InlineData("/find?program=1&lapsed=true", "One of these values cannot be read: program=1, lapsed=true.")]
    [InlineData("/named/a%2fb", "The path must not contain an encoded slash.")]
    [InlineData("/named/a%252Fb", "The path must not contain an encoded slash.")]
    public async Task A_malformed_address_is_explained(string address, string message) =>
        (await (await _app.AsAda().GetAsync(address)).ShouldBeProblem(400, "malformed-request"))["detail"]!
            .GetValue<string>()
            .ShouldBe(message);

    [Theory]
    [InlineData("/on?day=2026-11-22", "11/22/2026 ")]
    [InlineData("/on?day=2026-11-22&until=2026-11-23", "11/22/2026 11/23/2026")]
    [InlineData("/named/%D7%A9%D7%9C%D7%95%D7%9D", "שלום")]
    public async Task A_valid_address_is_accepted(string address, string response) =>
        (await _app.AsAda().GetStringAsync(address)).ShouldBe(response);

    [Fact]
    public async Task An_unknown_address_is_not_found() =>
        await (await _app.AsAda().GetAsync("/nowhere")).ShouldBeProblem(404, "not-found");

    [Fact]
    public async Task A_wrong_method_lists_the_allowed_ones()
    {
        var response = await _app.AsAda().DeleteAsync("/check");
        await response.ShouldBeProblem(405, "method-not-allowed");
        response.Content.Headers.Allow.ShouldBe(["GET"]);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_times_out() =>
        await (await _app.AsAda().GetAsync("/slow")).ShouldBeProblem(504, "timeout");

    [Fact]
    public async Task A_problem_that_a_slice_writes_has_a_stable_type_too() =>
        await (await _app.AsAda().GetAsync("/own")).ShouldBeProblem(409, "conflict");

    [Fact]
    public async Task A_client_that_does_not_accept_json_still_gets_a_problem()
    {
        var client = _app.AsAda();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await (await client.GetAsync("/throw/missing")).ShouldBeProblem(404, "not-found");
        await (await client.GetAsync("/nowhere")).ShouldBeProblem(404, "not-found");
    }
}
