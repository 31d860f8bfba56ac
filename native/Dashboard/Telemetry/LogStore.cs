namespace HighTraffic.Native.Dashboard.Telemetry;

/// <summary>The last log records.</summary>
/// <param name="capacity">How many are held.</param>
/// <param name="bytes">How much memory they may take, by estimate.</param>
public sealed class LogStore(int capacity, long bytes = long.MaxValue)
{
    private readonly Lock _gate = new();
    private readonly Queue<LogRecord> _records = new();
    private long _count;
    private long _size;

    /// <summary>Adds records.</summary>
    /// <param name="records">The records.</param>
    public void Add(IEnumerable<LogRecord> records)
    {
        lock (_gate)
        {
            foreach (var record in records)
            {
                _records.Enqueue(record with { Number = ++_count });
                _size += Footprint.Of(record);
                while (_records.Count > capacity || _size > bytes)
                {
                    _size -= Footprint.Of(_records.Dequeue());
                }
            }
        }
    }

    /// <summary>Lists records.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="offset">How many matches to pass over.</param>
    /// <param name="limit">How many to list.</param>
    /// <returns>The page.</returns>
    public LogPage List(LogFilter filter, int offset, int limit)
    {
        LogRecord[] held;
        lock (_gate)
        {
            held = [.. _records];
        }

        var matches = held.Where(record => Matches(record, filter)).ToList();
        matches.Sort((left, right) => left.Time == right.Time ? right.Number.CompareTo(left.Number) : right.Time.CompareTo(left.Time));
        return new LogPage([.. matches.Skip(offset).Take(limit)], matches.Count, held.Length);
    }

    private static bool Matches(LogRecord record, LogFilter filter) =>
        record.Level >= filter.AtLeast
        && (filter.Source is null || record.Source.Name == filter.Source)
        && (filter.TraceId is null || record.TraceId == filter.TraceId)
        && (filter.Text is null || Contains(record, filter.Text));

    private static bool Contains(LogRecord record, string text) =>
        record.Message.Contains(text, StringComparison.OrdinalIgnoreCase)
        || record.Category.Contains(text, StringComparison.OrdinalIgnoreCase)
        || record.Attributes.Any(attribute => attribute.Value.Contains(text, StringComparison.OrdinalIgnoreCase));
}
