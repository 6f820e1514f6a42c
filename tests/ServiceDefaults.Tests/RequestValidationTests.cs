using System.Net.Http.Json;
using FluentValidation;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace PeerNetwork.ServiceDefaults.Tests;

public sealed class RequestValidationTests : IAsyncLifetime
{
    private TestApp _app = null!;

    public async Task InitializeAsync() =>
        _app = await TestApp.Start(
            app =>
            {
                app.MapPost("/plans", (int? draft, Plan plan) => $"{draft} {plan.Name}");
                app.MapPut("/plan", (Plan? plan) => plan?.Name ?? "none");
                app.MapPost("/goals", (Goal goal) => goal.Title);
            },
            builder => builder.Services.AddSingleton<IValidator<Plan>, PlanValidator>()
        );

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_valid_request_reaches_its_handler() =>
        (await Post("/plans?draft=1", ValidPlan)).ShouldBe("1 A year together");

    [Fact]
    public async Task The_problem_lists_everything_that_is_wrong_by_the_names_of_the_JSON()
    {
        var plan = new Plan("", 0, [new("Speak up"), new("two\nlines")], new(1_000_001));

        var answer = await _app.AsAda().PostAsJsonAsync("/plans", plan);

        var problem = await answer.ShouldBeProblem(422, "invalid");
        problem["title"]!.GetValue<string>().ShouldBe("The request is invalid");
        problem["detail"]!
            .GetValue<string>()
            .ShouldBe(
                "name must not be empty. name must have 1 to 200 characters. meetingEveryDays must be 1 to 366. "
                    + "goals[1].title must be one line of 1 to 200 characters. "
                    + "capacity.maxMentors must be 1 to 1000000."
            );
        problem["errors"]!
            .ToJsonString()
            .ShouldBe(
                """{"name":["must not be empty","must have 1 to 200 characters"]"""
                    + ""","meetingEveryDays":["must be 1 to 366"]"""
                    + ""","goals[1].title":["must be one line of 1 to 200 characters"]"""
                    + ""","capacity.maxMentors":["must be 1 to 1000000"]}"""
            );
    }

    [Fact]
    public async Task An_entry_that_is_null_is_named()
    {
        var answer = await _app.AsAda().PostAsJsonAsync("/plans", ValidPlan with { Goals = [null!] });

        var problem = await answer.ShouldBeProblem(422, "invalid");
        problem["errors"]!.ToJsonString().ShouldBe("""{"goals[0]":["must not be null"]}""");
    }

    [Fact]
    public async Task A_request_without_a_body_is_not_validated() =>
        (await (await _app.AsAda().PutAsync("/plan", null)).Content.ReadAsStringAsync()).ShouldBe("none");

    [Fact]
    public async Task A_type_without_a_validator_is_not_validated() =>
        (await Post("/goals", new Goal(""))).ShouldBe("");

    private static Plan ValidPlan { get; } = new("A year together", 14, [new("Speak up")], Capacity: null);

    private async Task<string> Post<T>(string address, T body) =>
        await (await _app.AsAda().PostAsJsonAsync(address, body)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();

    internal sealed record Plan(string Name, int MeetingEveryDays, IReadOnlyList<Goal> Goals, Capacity? Capacity);

    internal sealed record Goal(string Title);

    internal sealed record Capacity(int? MaxMentors);

    private sealed class PlanValidator : AbstractValidator<Plan>
    {
        public PlanValidator()
        {
            RuleFor(p => p.Name).NotEmpty().Text(200);
            RuleFor(p => p.MeetingEveryDays).InclusiveBetween(1, 366);
            RuleForEach(p => p.Goals).NotNull().ChildRules(goal => goal.RuleFor(g => g.Title).Line());
            RuleFor(p => p.Capacity!.MaxMentors).InclusiveBetween(1, 1_000_000).When(p => p.Capacity is not null);
        }
    }
}
