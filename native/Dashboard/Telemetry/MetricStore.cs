namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>The last hour of every instrument and set of dimensions.</summary>
/// <param name="capacity">How many series, that is sets of dimensions of all instruments, are held; those that come later are not.</param>
public sealed class MetricStore(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<InstrumentId, Entry> _instruments = [];
    private int _count;

    /// <summary>How many series were turned away because the store is full.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Adds what an instrument measured.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="measurements">What it measured.</param>
    public void Add(Instrument instrument, IEnumerable<Measurement> measurements)
    {
        lock (_gate)
        {
            if (!_instruments.TryGetValue(instrument.Id, out var entry))
            {
                _instruments[instrument.Id] = entry = new Entry(instrument, []);
            }

            foreach (var measurement in measurements)
            {
                var key = string.Join('\n', measurement.Dimensions.OrderBy(dimension => dimension.Key, StringComparer.Ordinal));
                if (!entry.Series.TryGetValue(key, out var series))
                {
                    if (_count == capacity)
                    {
                        TurnedAway++;
                        continue;
                    }

                    entry.Series[key] = series = new MetricSeries(measurement.Dimensions);
                    _count++;
                }

                series.Add(measurement);
            }
        }
    }

    /// <summary>Lists the instruments.</summary>
    /// <returns>All of them, by process, meter and name.</returns>
    public IReadOnlyList<Instrument> List()
    {
        lock (_gate)
        {
            return [.. _instruments.Values.Where(entry => entry.Series.Count > 0).Select(entry => entry.Instrument)
                .OrderBy(instrument => instrument.Id.Source, StringComparer.Ordinal)
                .ThenBy(instrument => instrument.Id.Meter, StringComparer.Ordinal)
                .ThenBy(instrument => instrument.Id.Name, StringComparer.Ordinal)];
        }
    }

    /// <summary>Tells which dimensions an instrument has, and which values each took.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <returns>The values by dimension.</returns>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> Dimensions(InstrumentId instrument)
    {
        lock (_gate)
        {
            return !_instruments.TryGetValue(instrument, out var entry) ? [] : [.. entry.Series.Values
                .SelectMany(series => series.Dimensions)
                .GroupBy(dimension => dimension.Key, dimension => dimension.Value, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, (IReadOnlyList<string>)[.. group.Distinct().Order(StringComparer.Ordinal)]))];
        }
    }

    /// <summary>Draws an instrument over time.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="query">What of it.</param>
    /// <returns>The chart, or null if there is no such instrument.</returns>
    public MetricChart? Draw(InstrumentId instrument, MetricQuery query)
    {
        lock (_gate)
        {
            return _instruments.TryGetValue(instrument, out var entry) ? MetricChart.Draw(entry.Instrument, [.. entry.Series.Values], query) : null;
        }
    }

    private sealed record Entry(Instrument Instrument, Dictionary<string, MetricSeries> Series);
}
