using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Observability.Meters;

/// <summary>Instruments of one factory, or those that a test chooses, read as a collector reads them.</summary>
internal sealed class MeterReading : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public IMeterFactory Factory => _services.GetRequiredService<IMeterFactory>();

    /// <summary>What the factory's instruments say now.</summary>
    public IReadOnlyList<MeterPoint> Read() => Read(Factory);

    /// <summary>What the instruments of another factory say now.</summary>
    public static IReadOnlyList<MeterPoint> Read(IMeterFactory factory) => Read(instrument => instrument.Meter.Scope == factory);

    public static IReadOnlyList<MeterPoint> Read(Func<Instrument, bool> which)
    {
        var points = new List<MeterPoint>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (which(instrument) && instrument.IsObservable)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        listener.RecordObservableInstruments();
        return points;

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => points.Add(new MeterPoint(
            instrument.Name, instrument.Unit, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
    }

    public void Dispose() => _services.Dispose();
}
