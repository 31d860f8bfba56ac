using System.Globalization;
using System.Text.Json;

namespace HighTraffic.Deployment.Tests.Gateway;

/// <summary>A response as received over the wire.</summary>
internal sealed record RawAnswer(int Status, ILookup<string, string> Headers, string Body)
{
    /// <summary>The connection was closed without a response.</summary>
    public static readonly RawAnswer None = new(0, Array.Empty<string>().ToLookup(line => line), "");

    /// <summary>The value of a header that occurs once; null if it is absent.</summary>
    public string? this[string header] => Headers[header].SingleOrDefault();

    public static RawAnswer Parse(string text)
    {
        if (text.Length == 0)
        {
            return None;
        }

        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..end].Split("\r\n");
        return new RawAnswer(
            int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture),
            lines.Skip(1).Select(line => line.Split(": ", 2)).ToLookup(line => line[0], line => line[1], StringComparer.OrdinalIgnoreCase),
            text[(end + 4)..]);
    }

    /// <summary>Checks that this is a problem (RFC 9457) that no cache may store.</summary>
    public void AssertProblem(int status)
    {
        Assert.Equal(status, Status);
        Assert.Equal("application/problem+json", this["Content-Type"]);
        Assert.Equal("no-store", this["Cache-Control"]);
        AssertSecurity();
        var problem = JsonDocument.Parse(Body).RootElement;
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual("", problem.GetProperty("title").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
    }

    /// <summary>Checks the headers that every response has.</summary>
    public void AssertSecurity()
    {
        Assert.Equal("nosniff", this["X-Content-Type-Options"]);
        Assert.Equal("no-referrer", this["Referrer-Policy"]);
        Assert.Equal("default-src 'none'; frame-ancestors 'none'", this["Content-Security-Policy"]);
    }
}
