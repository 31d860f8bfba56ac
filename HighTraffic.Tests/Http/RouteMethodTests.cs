using System.Net;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Tasks;

namespace HighTraffic.Tests.Http;

/// <summary>Every method on every route.</summary>
[Collection(SharedApp.Name)]
public sealed class RouteMethodTests(RunningApp app)
{
    private const string Read = "GET, HEAD";
    private static readonly string[] Unsafe = ["POST", "PUT", "PATCH", "DELETE"];

    // The route, a valid address, and the methods that it supports besides OPTIONS.
    private static readonly (string Route, string Target, string Methods)[] Routes =
    [
        ("/", "/", Read),
        ("/assets/{hash}/{name}", "/assets/x/home.css", Read),
        ("/openapi/v1.json", "/openapi/v1.json", Read),
        ("/scalar/", "/scalar/", Read),
        ("/scalar/scalar.js", "/scalar/scalar.js", Read),
        .. Domain.Routes,
        ("/api/system", "/api/system", Read),
        ("/api/tasks", "/api/tasks", $"{Read}, POST"),
        ("/api/tasks/{id}", "/api/tasks/{task}", $"{Read}, DELETE"),
        ("/api/tasks/{id}/events", "/api/tasks/{task}/events", Read),
        ("/api/tasks/{id}/result", "/api/tasks/{task}/result", Read),
        ("/api/tasks/{id}/retry", "/api/tasks/{task}/retry", "POST"),
    ];

    [Fact]
    public async Task What_a_route_takes_is_done_and_what_it_does_not_take_is_listed()
    {
        using var client = app.Authorized();
        using var anonymous = app.Anonymous();
        var task = await client.AcceptedAsync(Domain.ExportTask, Domain.ExportParameters(Domain.Groups[1]));
        Assert.Equal("succeeded", (await client.EndOfAsync(task)).Text("status"));
        foreach (var (_, template, list) in Routes)
        {
            var (target, methods) = (template.Replace("{task}", task, StringComparison.Ordinal), list.Split(", "));
            if (methods.Contains("GET"))
            {
                await AssertReadAsync(client, target);
            }
            else
            {
                await AssertRefusedAsync(client, "GET", target, methods);
                await AssertRefusedAsync(client, "HEAD", target, methods);
            }

            using var options = await SendAsync(client, "OPTIONS", target);
            Assert.True(options.StatusCode == HttpStatusCode.NoContent, $"OPTIONS {target}: {(int)options.StatusCode}");
            AssertAllow(options, target, methods);
            foreach (var method in Unsafe)
            {
                if (!methods.Contains(method))
                {
                    await AssertRefusedAsync(client, method, target, methods);
                    continue;
                }

                // The route supports the method: it asks for the key.
                using var unauthorized = await SendAsync(anonymous, method, target);
                await unauthorized.AssertProblemAsync(HttpStatusCode.Unauthorized);
            }

            using var trace = await SendAsync(client, "TRACE", target);
            await trace.AssertProblemAsync(HttpStatusCode.MethodNotAllowed);
            Assert.NotEmpty(trace.Content.Headers.Allow);
        }
    }

    [Fact]
    public async Task The_table_has_every_route_of_the_document()
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync("/openapi/v1.json");
        var documented = (await response.ReadAsync()).GetProperty("paths").EnumerateObject().Select(path => path.Name).Order();
        Assert.Equal(documented, Routes.Select(route => route.Route).Where(route => route.StartsWith("/api/", StringComparison.Ordinal)).Order());
    }

    private static async Task AssertReadAsync(HttpClient client, string target)
    {
        using var get = await SendAsync(client, "GET", target);
        using var head = await SendAsync(client, "HEAD", target);
        Assert.True(get.StatusCode == HttpStatusCode.OK, $"GET {target}: {(int)get.StatusCode}");
        Assert.True(head.StatusCode == HttpStatusCode.OK, $"HEAD {target}: {(int)head.StatusCode}");
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.DoesNotContain("identity", get.Content.Headers.ContentEncoding);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.NotEmpty(await get.Content.ReadAsByteArrayAsync());
        foreach (var answer in (HttpResponseMessage[])[get, head])
        {
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    private static async Task AssertRefusedAsync(HttpClient client, string method, string target, string[] methods)
    {
        using var refused = await SendAsync(client, method, target);
        Assert.True(refused.StatusCode == HttpStatusCode.MethodNotAllowed, $"{method} {target}: {(int)refused.StatusCode}");
        AssertAllow(refused, target, methods);
        if (method != "HEAD")
        {
            await refused.AssertProblemAsync(HttpStatusCode.MethodNotAllowed);
        }
    }

    private static void AssertAllow(HttpResponseMessage response, string target, string[] methods) =>
        Assert.Equal([target, .. methods.Append("OPTIONS").Order()], [target, .. response.Content.Headers.Allow.Order()]);

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string target) =>
        client.SendAsync(new HttpRequestMessage(new HttpMethod(method), target));
}
