using System.Globalization;

namespace HighTraffic.Native.Dashboard.Pages;

/// <summary>How the pages write values.</summary>
internal static class Format
{
    private const double Millisecond = 1_000_000;

    /// <summary>A duration in nanoseconds, with three digits that count.</summary>
    public static string Duration(long nanoseconds) => nanoseconds switch
    {
        0 => "0",
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000.0:G3} µs"),
        < 10_000_000_000 => Digits(nanoseconds / Millisecond),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1_000_000_000.0:F1} s"),
    };

    /// <summary>A moment in nanoseconds since the Unix epoch, as the time of this machine's clock.</summary>
    public static string Time(long nanoseconds) => Moment(nanoseconds).ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>The same with its date.</summary>
    public static string DateAndTime(long nanoseconds) => Moment(nanoseconds).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    /// <summary>A moment in UTC, as the time of this machine's clock.</summary>
    public static string Time(DateTime moment) => moment.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A count, in groups of three digits.</summary>
    public static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share of a whole for an attribute of an SVG.</summary>
    public static string Percent(double share) => (share * 100).ToString("F3", CultureInfo.InvariantCulture) + "%";

    private static string Digits(double milliseconds) => milliseconds switch
    {
        < 10 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F2} ms"),
        < 100 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F1} ms"),
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:F0} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1_000:F2} s"),
    };

    private static DateTime Moment(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / 100).ToLocalTime();
}
