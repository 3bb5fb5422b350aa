using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>A component that lives: it is shown, takes clicks, follows its parameters, and goes.</summary>
internal sealed class TestCircuit : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly LiveRenderer _renderer;

    public TestCircuit(Action<IServiceCollection>? add = null)
    {
        _services = ComponentServices.Build(add);
        _renderer = new LiveRenderer(_services);
    }

    /// <summary>What would have ended it.</summary>
    public IEnumerable<Exception> Faults => _renderer.Faults;

    public string Text => string.Join(' ', _renderer.Texts());

    /// <summary>The same component again only gets other parameters.</summary>
    public Task ShowAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent => RunAsync(() => _renderer.Show(builder =>
        {
            builder.OpenComponent<TComponent>(0);
            foreach (var (name, value) in parameters)
            {
                builder.AddComponentParameter(1, name, value);
            }

            builder.CloseComponent();
        }));

    public Task ClearAsync() => RunAsync(() => _renderer.Show(_ => { }));

    /// <summary>Ends when all that the click set off has ended.</summary>
    public Task ClickAsync(string attribute, string value) => RaiseAsync(attribute, value, "onclick", new MouseEventArgs());

    public Task ChangeAsync(string attribute, string value, string to) => RaiseAsync(attribute, value, "onchange", new ChangeEventArgs { Value = to });

    /// <summary>A key is pressed in a field: the text is whole with each.</summary>
    public Task TypeAsync(string attribute, string value, string text) => RaiseAsync(attribute, value, "oninput", new ChangeEventArgs { Value = text });

    public Task SubmitAsync(string attribute, string value) => RaiseAsync(attribute, value, "onsubmit", EventArgs.Empty);

    /// <summary>What an element loads does not come.</summary>
    public Task FailAsync(string attribute, string value) => RaiseAsync(attribute, value, "onerror", EventArgs.Empty);

    /// <summary>What stands in a field.</summary>
    public string? FieldOf(string attribute, string value) => _renderer.ValueOf(attribute, value, "value");

    /// <summary>Says yes or no to the question that is open.</summary>
    public Task AnswerAsync(bool yes) => RunAsync(() => _services.GetRequiredService<DialogService>().Close(yes));

    /// <summary>Runs something as if the browser had sent it.</summary>
    public Task RunAsync(Action action) => _renderer.Dispatcher.InvokeAsync(action);

    public async ValueTask DisposeAsync()
    {
        await _renderer.DisposeAsync();
        await _services.DisposeAsync();
    }

    private Task RaiseAsync(string attribute, string value, string @event, EventArgs args) =>
        _renderer.Dispatcher.InvokeAsync(() => _renderer.RaiseAsync(attribute, value, @event, args));
}
