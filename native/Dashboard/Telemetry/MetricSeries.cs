namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>What an instrument measured of one set of dimensions over time. Sums are since the start of the process.</summary>
internal sealed class MetricSeries(IReadOnlyList<KeyValuePair<string, string>> dimensions)
{
    /// <summary>How many points are kept; at the resolution below that is an hour.</summary>
    internal const int Kept = 720;

    /// <summary>Points that come closer replace the last, in nanoseconds.</summary>
    internal const long Resolution = 5_000_000_000;

    private readonly List<MetricPoint> _points = [];

    public IReadOnlyList<KeyValuePair<string, string>> Dimensions { get; } = dimensions;

    public IReadOnlyList<double> Bounds { get; private set; } = [];

    public int Count => _points.Count;

    public void Add(Measurement measurement)
    {
        Bounds = measurement.Bounds;
        var point = measurement.IsDelta && _points.Count > 0 ? _points[^1].Plus(measurement.Point) : measurement.Point;
        if (_points.Count > 1 && point.Time - _points[^2].Time < Resolution)
        {
            _points[^1] = point;
            return;
        }

        if (_points.Count == Kept)
        {
            _points.RemoveAt(0);
        }

        _points.Add(point);
    }

    /// <summary>The last point that is not later than a moment.</summary>
    public MetricPoint? At(long time)
    {
        var low = 0;
        var high = _points.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_points[middle].Time <= time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == 0 ? null : _points[low - 1];
    }
}
