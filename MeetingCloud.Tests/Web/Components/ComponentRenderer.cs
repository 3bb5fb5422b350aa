using System.Net;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>Renders a component to HTML, without a browser.</summary>
internal sealed class ComponentRenderer : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly HtmlRenderer _renderer;

    public ComponentRenderer(Action<IServiceCollection>? add = null)
    {
        _services = ComponentServices.Build(add);
        _renderer = new HtmlRenderer(_services, NullLoggerFactory.Instance);
    }

    /// <returns>The HTML, its character references resolved.</returns>
    public async Task<string> RenderAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent => WebUtility.HtmlDecode(await RenderRawAsync<TComponent>(parameters));

    /// <returns>The HTML as a browser gets it.</returns>
    public Task<string> RenderRawAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent =>
        _renderer.Dispatcher.InvokeAsync(async () =>
        {
            var view = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal));
            return (await _renderer.RenderComponentAsync<TComponent>(view)).ToHtmlString();
        });

    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _services.DisposeAsync();
    }
}
