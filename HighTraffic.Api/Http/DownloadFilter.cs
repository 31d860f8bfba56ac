using Microsoft.AspNetCore.Http.HttpResults;

namespace HighTraffic.Api.Http;

/// <summary>
/// Makes file downloads comply with RFC 9110 where the framework does not: it evaluates preconditions in the order of 13.2.2, ignores ranges in
/// HEAD or in other units (14.2), and sends problem details instead of an empty 416.
/// </summary>
internal sealed class DownloadFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = NestedResults.Unwrap(await next(context));
        return result is FileStreamHttpResult file ? new Download(file) : result;
    }

    private sealed class Download(FileStreamHttpResult file) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var (request, response) = (httpContext.Request, httpContext.Response);
            switch (Preconditions.Evaluate(request, file.EntityTag?.ToString(), file.LastModified))
            {
                case PreconditionResult.Failed:
                    await file.FileStream.DisposeAsync();
                    await TypedResults.Problem(statusCode: StatusCodes.Status412PreconditionFailed).ExecuteAsync(httpContext);
                    return;
                case PreconditionResult.NotModified:
                    await file.FileStream.DisposeAsync();
                    (response.GetTypedHeaders().ETag, response.GetTypedHeaders().LastModified) = (file.EntityTag, file.LastModified);
                    response.StatusCode = StatusCodes.Status304NotModified;
                    return;
            }

            // The preconditions are met. Remove them, because the framework would evaluate them in another order.
            var headers = request.Headers;
            headers.IfMatch = headers.IfNoneMatch = headers.IfModifiedSince = headers.IfUnmodifiedSince = default;
            if (HttpMethods.IsHead(request.Method) || !headers.Range.ToString().StartsWith("bytes=", StringComparison.OrdinalIgnoreCase))
            {
                headers.Range = default;
            }

            await file.ExecuteAsync(httpContext);
            if (response.StatusCode == StatusCodes.Status416RangeNotSatisfiable)
            {
                response.ContentLength = null;
                response.Headers.ContentDisposition = default;
                await TypedResults.Problem(statusCode: StatusCodes.Status416RangeNotSatisfiable).ExecuteAsync(httpContext);
            }
        }
    }
}
