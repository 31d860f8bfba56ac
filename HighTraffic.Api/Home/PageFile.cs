using System.Reflection;
using HighTraffic.Api.Caching;
using HighTraffic.Api.Http;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Home;

/// <summary>A file of the page, compressed once for each coding, with an entity tag.</summary>
internal sealed class PageFile
{
    private readonly CachedResponse _answer;
    private readonly string _contentType;

    public PageFile(byte[] content, string contentType)
    {
        _answer = new CachedResponse(EntityTags.For(content), DateTimeOffset.UnixEpoch, [], content);
        _contentType = contentType;
    }

    /// <summary>The hash of the content.</summary>
    public string Hash => _answer.Tag.Trim('"');

    /// <summary>Reads a file that is embedded in the assembly.</summary>
    public static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not in the assembly.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>Sends the file, or the 304 or 412 that the preconditions of the request call for.</summary>
    public Task SendAsync(HttpContext context, string cacheControl)
    {
        var (response, body) = (context.Response, _answer.In(ContentCoding.Negotiate(context.Request.Headers.AcceptEncoding)));
        var precondition = Preconditions.Evaluate(context.Request, body.ETag);
        if (precondition == PreconditionResult.Failed)
        {
            return TypedResults.Problem(statusCode: StatusCodes.Status412PreconditionFailed).ExecuteAsync(context);
        }

        response.Headers.CacheControl = cacheControl;
        response.Headers.ETag = body.ETag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.XContentTypeOptions = "nosniff";
        if (precondition == PreconditionResult.NotModified)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.ContentType = _contentType;
        response.ContentLength = body.Bytes.Length;
        response.Headers.ContentEncoding = body.ContentEncoding;
        return response.Body.WriteAsync(body.Bytes, context.RequestAborted).AsTask();
    }
}
