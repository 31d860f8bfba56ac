using System.Text.Json;
using System.Text.RegularExpressions;
using HighTraffic.Tests.App;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Tests.Documentation;

/// <summary>Compares the OpenAPI document with the route table.</summary>
public sealed partial class RouteTableTests : IAsyncLifetime
{
    // Read once for all tests.
    private static readonly Lazy<Task<(JsonElement Document, (string Method, string Path, RouteEndpoint Endpoint)[] Routes)>> Described = new(DescribeAsync);

    private JsonElement _document;
    private (string Method, string Path, RouteEndpoint Endpoint)[] _routes = [];

    public async Task InitializeAsync() => (_document, _routes) = await Described.Value;

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task<(JsonElement Document, (string Method, string Path, RouteEndpoint Endpoint)[] Routes)> DescribeAsync()
    {
        await using var host = new ApiHost();
        using var client = host.CreateClient();
        using var response = await client.GetAsync("/openapi/v1.json");
        return (await response.ReadAsync(),
        [
            .. from endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
               where endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>()?.ExcludeFromDescription != true
               from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []
               select (method, PathOf(endpoint), endpoint),
        ]);
    }

    [Fact]
    public void Every_route_is_described_and_nothing_else_is() =>
        Assert.Equal(_routes.Select(route => $"{route.Method} {route.Path}").Order(), Operations().Select(operation => $"{operation.Method} {operation.Path}").Order());

    [Fact]
    public void Every_operation_has_an_id_and_a_summary_of_its_own()
    {
        var operations = Operations().ToArray();
        Assert.Equal(operations.Length, operations.Select(operation => operation.Description.Text("operationId")).Distinct().Count());
        Assert.Equal(operations.Length, operations.Select(operation => operation.Description.Text("summary")).Distinct().Count());
    }

    [Fact]
    public void Every_get_has_its_head() => Assert.Equal(
        Operations().Where(operation => operation.Method == "GET").Select(operation => operation.Path).Order(),
        Operations().Where(operation => operation.Method == "HEAD").Select(operation => operation.Path).Order());

    [Fact]
    public void What_demands_credentials_says_so() => Assert.All(_routes, route =>
    {
        var demands = route.Endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null;
        var description = Operation(route.Method, route.Path);
        Assert.Equal(demands, description.TryGetProperty("security", out _));
        Assert.Equal(demands, description.GetProperty("responses").TryGetProperty("401", out _));
    });

    [Fact]
    public void Every_write_demands_credentials() => Assert.All(
        _routes.Where(route => route.Method is not ("GET" or "HEAD")), route => Assert.NotNull(route.Endpoint.Metadata.GetMetadata<IAuthorizeData>()));

    [Fact]
    public void Every_parameter_of_a_route_is_described() => Assert.All(_routes, route =>
    {
        var described = Parameters(Operation(route.Method, route.Path)).Select(parameter => parameter.Text("name")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(route.Endpoint.RoutePattern.Parameters, parameter => Assert.Contains(parameter.Name, described));
    });

    [Fact]
    public void Every_body_may_be_refused_for_its_size_and_its_type() => Assert.All(Operations(), operation =>
    {
        var statuses = operation.Description.GetProperty("responses").EnumerateObject().Select(response => response.Name).ToArray();
        Assert.Equal(operation.Description.TryGetProperty("requestBody", out _), statuses.Contains("413") && statuses.Contains("415") && statuses.Contains("400"));
    });

    [Fact]
    public void Every_error_is_a_problem_and_every_head_is_empty() => Assert.All(
        Operations().SelectMany(operation => operation.Description.GetProperty("responses").EnumerateObject(), (operation, response) => (operation.Method, response)),
        described =>
        {
            var types = described.response.Value.TryGetProperty("content", out var content) ? content.EnumerateObject().Select(type => type.Name).ToArray() : [];
            if (described.Method == "HEAD")
            {
                Assert.Empty(types);
            }
            else if (described.response.Name[0] is '4' or '5')
            {
                Assert.Equal(["application/problem+json"], types);
            }
        });

    [Theory]
    [InlineData("GET", Domain.Collection, "If-None-Match", "string")]
    [InlineData("PUT", Domain.ItemRoute, "If-Match", "string")]
    [InlineData("DELETE", Domain.ItemRoute, "If-Match", "string")]
    [InlineData("POST", "/api/tasks", "Idempotency-Key", "string")]
    [InlineData("GET", "/api/tasks/{id}/result", "Range", "string")]
    [InlineData("GET", "/api/tasks/{id}/events", "Last-Event-ID", "string")]
    [InlineData("GET", Domain.Collection, Domain.PageSize, "integer")]
    [InlineData("GET", "/api/tasks", "pageSize", "integer")]
    public void A_parameter_has_its_type(string method, string path, string name, string type)
    {
        var schema = Assert.Single(Parameters(Operation(method, path)), parameter => parameter.Text("name") == name).GetProperty("schema");
        Assert.Equal(type, schema.Text("type"));
        if (type == "integer")
        {
            Assert.Equal((1, 100), (schema.GetProperty("minimum").GetInt32(), schema.GetProperty("maximum").GetInt32()));
        }
    }

    [Theory]
    [InlineData("200")]
    [InlineData("206")]
    public void The_result_of_a_task_has_any_media_type(string status)
    {
        var response = Operation("GET", "/api/tasks/{id}/result").GetProperty("responses").GetProperty(status);
        Assert.Equal(["*/*"], response.GetProperty("content").EnumerateObject().Select(type => type.Name));
    }

    [Fact]
    public void The_state_of_a_task_is_one_of_five()
    {
        string[] states = ["queued", "running", "succeeded", "failed", "canceled"];
        var schema = _document.GetProperty("components").GetProperty("schemas").GetProperty("BackgroundTaskStatus");
        var parameter = Assert.Single(Parameters(Operation("GET", "/api/tasks")), parameter => parameter.Text("name") == "status").GetProperty("schema");
        Assert.All((JsonElement[])[schema, parameter], described =>
        {
            Assert.Equal("string", described.Text("type"));
            Assert.Equal(states, described.GetProperty("enum").EnumerateArray().Select(state => state.GetString()));
        });
    }

    [Fact]
    public void Only_requests_are_closed_to_other_fields()
    {
        var closed = _document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .Where(schema => schema.Value.TryGetProperty("additionalProperties", out var additional) && additional.ValueKind == JsonValueKind.False)
            .Select(schema => schema.Name);
        Assert.Equal(Domain.Inputs.Append("NewTask").Order(), closed.Order());
    }

    private static string PathOf(RouteEndpoint endpoint) => "/" + Constraint().Replace(endpoint.RoutePattern.RawText!, "{$1}").Trim('/');

    private static JsonElement[] Parameters(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters) ? [.. parameters.EnumerateArray()] : [];

    private IEnumerable<(string Method, string Path, JsonElement Description)> Operations() =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    private JsonElement Operation(string method, string path) => Operations().Single(operation => operation.Method == method && operation.Path == path).Description;

    [GeneratedRegex(@"\{(\w+):[^}]*\}")]
    private static partial Regex Constraint();
}
