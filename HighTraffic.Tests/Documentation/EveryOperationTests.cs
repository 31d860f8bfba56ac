using System.Net;
using System.Text.Json;
using HighTraffic.Tests.App;

namespace HighTraffic.Tests.Documentation;

/// <summary>Rules for every operation in the OpenAPI document, including new ones.</summary>
public sealed class EveryOperationTests
{
    [Fact]
    public async Task Every_query_parameter_is_given_once_and_every_coded_body_is_refused()
    {
        await using var host = new ApiHost();
        using var client = host.CreateClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", ApiHost.ApiKey);
        using var document = await client.GetAsync("/openapi/v1.json");
        var (parameters, bodies) = (0, 0);
        foreach (var path in (await document.ReadAsync()).GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var (method, target) = (new HttpMethod(operation.Name.ToUpperInvariant()), path.Name.Replace("{id}", "1", StringComparison.Ordinal));
                foreach (var name in QueryParameters(operation.Value).Where(_ => method != HttpMethod.Head))
                {
                    using var response = await client.SendAsync(new HttpRequestMessage(method, $"{target}?{name}=1&{name}=1"));
                    await response.AssertProblemAsync(HttpStatusCode.BadRequest, name);
                    parameters++;
                }

                if (operation.Value.TryGetProperty("requestBody", out _))
                {
                    using var request = new HttpRequestMessage(method, target) { Content = new StringContent("{}") };
                    request.Content.Headers.ContentEncoding.Add("gzip");
                    using var response = await client.SendAsync(request);
                    await response.AssertProblemAsync(HttpStatusCode.UnsupportedMediaType);
                    Assert.Equal(["identity"], response.Headers.GetValues("Accept-Encoding"));
                    bodies++;
                }
            }
        }

        Assert.True(parameters > 0 && bodies > 0, "The document has no parameter or no body.");
    }

    private static IEnumerable<string> QueryParameters(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? parameters.EnumerateArray().Where(parameter => parameter.Text("in") == "query").Select(parameter => parameter.Text("name")!)
        : [];
}
