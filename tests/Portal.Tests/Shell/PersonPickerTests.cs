using System.Net;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using PeerNetwork.Portal.Api.Enrollment;
using PeerNetwork.Portal.Shell;

namespace PeerNetwork.Portal.Tests.Shell;

public class PersonPickerTests : Component
{
    [Fact]
    public async Task What_is_typed_is_not_selected_while_the_list_opens()
    {
        using var api = new FakeApi();
        var picker = Show(api);

        await picker.InvokeAsync(() => picker.Find("input").FocusAsync(new()));

        // On a slow connection the second letter would replace the first one.
        JSInterop.Invocations.ShouldNotContain(call => call.Identifier.Contains("select"));
    }

    [Fact]
    public async Task Why_a_search_is_refused_is_said_at_the_field()
    {
        using var api = new FakeApi(FakeApi.Problem(HttpStatusCode.BadRequest, "At most 100 characters."));
        var picker = Show(api);

        await picker.InvokeAsync(() => picker.Find("input").InputAsync(new() { Value = "ada" }));

        picker.WaitForAssertion(() => picker.Markup.ShouldContain("At most 100 characters."));
    }

    private IRenderedComponent<PersonPicker> Show(FakeApi api)
    {
        Services.AddScoped(_ => new EnrollmentClient(api.Client));
        Render<MudPopoverProvider>();
        return Render<PersonPicker>(picker => picker.Add(p => p.Label, "Manager").Add(p => p.Value, null));
    }
}
