namespace HighTraffic.Api.Documentation;

/// <summary>A request header that the framework does not know of, because the endpoint reads it itself.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it does.</param>
internal sealed record RequestHeader(string Name, string Description);

/// <summary>A response header of an endpoint.</summary>
/// <param name="Name">The name.</param>
/// <param name="Description">What it says.</param>
/// <param name="Statuses">The statuses of the responses that have it.</param>
internal sealed record ResponseHeader(string Name, string Description, params int[] Statuses);

/// <summary>Documents the headers of endpoints.</summary>
internal static class HeaderDescription
{
    public static TBuilder WithRequestHeader<TBuilder>(this TBuilder endpoint, string name, string description) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new RequestHeader(name, description));

    public static TBuilder WithResponseHeader<TBuilder>(this TBuilder endpoint, string name, string description, params int[] statuses)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new ResponseHeader(name, description, statuses));
}
