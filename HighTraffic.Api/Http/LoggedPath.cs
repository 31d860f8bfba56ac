namespace HighTraffic.Api.Http;

/// <summary>The path of a request as log lines have it.</summary>
internal static class LoggedPath
{
    // A client must not decide how long a line is.
    private const int Most = 256;

    /// <summary>The beginning of the path, escaped, without the query.</summary>
    public static string Of(HttpRequest request)
    {
        var path = request.Path.ToUriComponent();
        return path[..Math.Min(path.Length, Most)];
    }
}
