using MeetingCloud.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;
using Radzen;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>What every component of the web may ask for, without a browser.</summary>
internal static class ComponentServices
{
    public static ServiceProvider Build(Action<IServiceCollection>? add)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<NavigationManager, FixedNavigation>();
        services.AddSingleton<IJSRuntime, NoBrowser>();
        services.AddRadzenComponents();
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddSingleton<Text>();
        add?.Invoke(services);
        return services.BuildServiceProvider();
    }

    private sealed class FixedNavigation : NavigationManager
    {
        public FixedNavigation() => Initialize("http://localhost/", "http://localhost/");
    }

    /// <summary>Scripts run after the first render, of which HTML has none.</summary>
    private sealed class NoBrowser : IJSRuntime
    {
        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => ValueTask.FromResult(default(TValue)!);

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) =>
            ValueTask.FromResult(default(TValue)!);
    }
}
