using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Validation;

/// <summary>
/// Rejects repeated query parameters of which the endpoint takes one value: the framework would join the values with commas. It runs before the
/// cache, which also reads the query.
/// </summary>
internal sealed class RepeatedParameters(RequestDelegate next)
{
    private const string Rule = "must be given only once.";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.QueryString.HasValue || context.GetEndpoint() is not { } endpoint)
        {
            return next(context);
        }

        Dictionary<string, string[]>? errors = null;
        foreach (var (name, values) in context.Request.Query)
        {
            if (values.Count > 1 && FindSingle(endpoint, name) is { } parameter)
            {
                (errors ??= [])[parameter] = [Rule];
            }
        }

        return errors is null ? next(context) : TypedResults.ValidationProblem(errors).ExecuteAsync(context);
    }

    // The name that the endpoint declares, if it binds the query parameter to a single value.
    private static string? FindSingle(Endpoint endpoint, string name) => endpoint.Metadata.GetOrderedMetadata<IParameterBindingMetadata>()
        .Where(parameter => IsFromQuery(parameter, endpoint) && !TakesMany(parameter.ParameterInfo.ParameterType))
        .Select(QueryName)
        .FirstOrDefault(declared => declared.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static string QueryName(IParameterBindingMetadata parameter) =>
        parameter.ParameterInfo.GetCustomAttributes(inherit: true).OfType<IFromQueryMetadata>().FirstOrDefault()?.Name ?? parameter.Name;

    private static bool IsFromQuery(IParameterBindingMetadata parameter, Endpoint endpoint)
    {
        var sources = parameter.ParameterInfo.GetCustomAttributes(inherit: true);
        return sources.OfType<IFromQueryMetadata>().Any()
            || (!sources.Any(source => source is IFromHeaderMetadata or IFromRouteMetadata or IFromBodyMetadata or IFromFormMetadata or IFromServiceMetadata)
                && (endpoint as RouteEndpoint)?.RoutePattern.GetParameter(parameter.Name) is null);
    }

    private static bool TakesMany(Type type) => type.IsArray || type == typeof(StringValues);
}
