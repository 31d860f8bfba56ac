using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HighTraffic.Tests.App;

/// <summary>Reads and checks bodies.</summary>
internal static class Json
{
    public static async Task<JsonElement> ReadAsync(this HttpResponseMessage response) => await response.Content.ReadFromJsonAsync<JsonElement>();

    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>Checks that a response is a problem (RFC 9457) that names the given fields and reveals no internals.</summary>
    public static async Task<JsonElement> AssertProblemAsync(this HttpResponseMessage response, HttpStatusCode status, params string[] fields)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {body[..Math.Min(body.Length, 1_000)]}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.False(string.IsNullOrEmpty(problem.Text("traceId")));
        var named = problem.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Select(error => error.Name).ToArray() : [];
        Assert.Equal(fields.Order(), named.Order());
        return problem;
    }
}
