using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using PeerNetwork.Portal.Drafts;

namespace PeerNetwork.Portal.Tests;

/// <summary>Components are rendered with the words and the library of the portal, in English.</summary>
public abstract class Component : BunitContext, IAsyncLifetime
{
    // Long enough for a busy machine: a test waits for a condition, never for a time.
    static Component() => DefaultWaitTimeout = TimeSpan.FromSeconds(30);

    private IRenderedComponent<MudDialogProvider>? _dialogs;

    internal FakeDrafts Drafts { get; } = new();

    /// <summary>Where dialogs appear, once <see cref="ShowDialogs"/> was called.</summary>
    protected IRenderedComponent<MudDialogProvider> Dialogs =>
        _dialogs ?? throw new InvalidOperationException("The test did not call ShowDialogs.");

    protected Component()
    {
        System.Globalization.CultureInfo.CurrentCulture = new("en");
        System.Globalization.CultureInfo.CurrentUICulture = new("en");
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddSingleton<IDrafts>(Drafts);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    protected void ShowDialogs()
    {
        Render<MudPopoverProvider>();
        _dialogs = Render<MudDialogProvider>();
    }

    /// <summary>Clicks the last button with this label, as soon as there is one.</summary>
    protected static void Click<T>(IRenderedComponent<T> rendered, string label)
        where T : IComponent =>
        rendered.WaitForElements("button").Last(button => button.TextContent.Trim() == label).Click();

    Task IAsyncLifetime.InitializeAsync() => Task.CompletedTask;

    // Some services of the library can be disposed in no other way.
    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();
}
