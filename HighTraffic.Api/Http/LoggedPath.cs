namespace HighTraffic.Api.Http;

/// <summary>The path of a request for log lines.</summary>
internal static class LoggedPath
{
    // A client must not control the length of a log line.
    private const int Most = 256;

    /// <summary>The start of the path, escaped, without the query.</summary>
    public static string Of(HttpRequest request)
    {
        var path = request.Path.ToUriComponent();
        return path[..Math.Min(path.Length, Most)];
    }
}
