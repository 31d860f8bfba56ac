using System.Globalization;
using HighTraffic.Api.Caching;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Documents the responses that follow from an endpoint's metadata rather than from its handler, and the headers of all responses.</summary>
internal sealed class ResponseDescription : IOpenApiOperationTransformer
{
    private const string ProblemJson = "application/problem+json";
    private const string Problem = "ProblemDetails";

    private static readonly ResponseHeader[] Headers =
    [
        new(HeaderNames.Location, "The URL of the created or accepted resource.", StatusCodes.Status201Created, StatusCodes.Status202Accepted),
        new(HeaderNames.WWWAuthenticate, "How to authenticate.", StatusCodes.Status401Unauthorized),
        new(HeaderNames.RetryAfter, "How many seconds to wait before the next attempt.", StatusCodes.Status429TooManyRequests, StatusCodes.Status503ServiceUnavailable),
    ];

    private static readonly ResponseHeader[] PublicReadHeaders =
    [
        new(HeaderNames.ETag, "The version of the response, for If-None-Match.", StatusCodes.Status200OK, StatusCodes.Status304NotModified),
        new(HeaderNames.CacheControl, "How long shared caches may keep the response.", StatusCodes.Status200OK, StatusCodes.Status304NotModified),
        new(HeaderNames.Vary, "Accept-Encoding, on which the response depends.", StatusCodes.Status200OK, StatusCodes.Status304NotModified),
        new("Cache-Status", "How each cache handled the request (RFC 9211).", StatusCodes.Status200OK, StatusCodes.Status304NotModified),
    ];

    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var responses = operation.Responses ??= [];
        if (operation.RequestBody is not null)
        {
            AddProblem(responses, StatusCodes.Status413PayloadTooLarge, context.Document);
            AddProblem(responses, StatusCodes.Status415UnsupportedMediaType, context.Document);
        }

        foreach (var (status, response) in responses.Where(response => response.Key is ['4' or '5', ..] && response.Value.Content is null or { Count: 0 }).ToArray())
        {
            AddProblem(responses, int.Parse(status, CultureInfo.InvariantCulture), context.Document);
        }

        var isPublicRead = metadata.OfType<CacheProfile>().Any();
        if (isPublicRead)
        {
            responses.TryAdd(Key(StatusCodes.Status304NotModified), new OpenApiResponse { Description = ReasonPhrases.GetReasonPhrase(StatusCodes.Status304NotModified) });
            AddProblem(responses, StatusCodes.Status412PreconditionFailed, context.Document);
            AddParameter(operation, new RequestHeader(HeaderNames.IfNoneMatch, "Entity tags that the client has. If one is current, the response is 304."));
            AddParameter(operation, new RequestHeader(HeaderNames.IfMatch, "Entity tags that the client expects. If none is current, the response is 412."));
        }

        foreach (var header in metadata.OfType<RequestHeader>())
        {
            AddParameter(operation, header);
        }

        foreach (var header in Headers.Concat(isPublicRead ? PublicReadHeaders : []).Concat(metadata.OfType<ResponseHeader>()))
        {
            AddHeader(responses, header);
        }

        return Task.CompletedTask;
    }

    private static void AddProblem(OpenApiResponses responses, int status, OpenApiDocument? document) => responses[Key(status)] = new OpenApiResponse
    {
        Description = ReasonPhrases.GetReasonPhrase(status),
        Content = new Dictionary<string, OpenApiMediaType> { [ProblemJson] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Problem, document) } },
    };

    private static void AddParameter(OpenApiOperation operation, RequestHeader header)
    {
        var parameters = operation.Parameters ??= [];
        if (parameters.FirstOrDefault(known => string.Equals(known.Name, header.Name, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            known.Description ??= header.Description;
            return;
        }

        parameters.Add(new OpenApiParameter
        {
            Name = header.Name,
            In = ParameterLocation.Header,
            Description = header.Description,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });
    }

    private static void AddHeader(OpenApiResponses responses, ResponseHeader header)
    {
        foreach (var status in header.Statuses)
        {
            if (responses.TryGetValue(Key(status), out var described) && described is OpenApiResponse response)
            {
                var type = header.Name == HeaderNames.RetryAfter ? JsonSchemaType.Integer : JsonSchemaType.String;
                (response.Headers ??= new Dictionary<string, IOpenApiHeader>())[header.Name] = new OpenApiHeader
                {
                    Description = header.Description,
                    Schema = new OpenApiSchema { Type = type },
                };
            }
        }
    }

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
