using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace HighTraffic.Api.Documentation;

/// <summary>Documents HEAD: the headers of GET, without a body and without ranges (RFC 9110, 9.3.2 and 14.2).</summary>
internal sealed class HeadOperation : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (!HttpMethods.IsHead(context.Description.HttpMethod ?? ""))
        {
            return Task.CompletedTask;
        }

        // GET and HEAD share an endpoint and its name, but operation ids must be unique.
        operation.OperationId += "Head";
        operation.Summary += ", headers only";
        operation.Parameters = operation.Parameters?.Where(parameter => parameter.Name != HeaderNames.Range && parameter.Name != HeaderNames.IfRange).ToList();
        operation.Responses?.Remove("206");
        operation.Responses?.Remove("416");
        foreach (var response in operation.Responses?.Values.OfType<OpenApiResponse>() ?? [])
        {
            response.Content = null;
        }

        return Task.CompletedTask;
    }
}
