using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>
/// An answer as it is stored and sent: serialized, compressed and tagged once. To compress before the output cache is what
/// spares the hits from it; the stock middleware for compression would not know the length of the body beforehand, nor its tag.
/// </summary>
internal sealed class PublicAnswer(object value, ContentCoding accepted) : IResult
{
    private const string ContentType = "application/json; charset=utf-8";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var cache = services.GetRequiredService<IOptions<CacheOptions>>().Value;
        var plain = JsonSerializer.SerializeToUtf8Bytes(value, json.GetTypeInfo(value.GetType()));
        var (coding, body) = accepted.Encode(plain);

        var response = httpContext.Response;
        var headers = response.Headers;
        headers.ContentType = ContentType;
        headers.ContentLength = body.Length;
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = CacheControl(cache);
        headers.ETag = EntityTags.InCoding(headers.ETag is [{ } tag] ? tag : EntityTags.For(plain), coding);
        if (coding != ContentCoding.Identity)
        {
            headers.ContentEncoding = coding.Name;
        }

        await response.Body.WriteAsync(body, CancellationToken.None);
    }

    // A client asks each time, at the price of a 304: no eviction reaches it, and a write has to be seen within 2 s.
    private static string CacheControl(CacheOptions cache) => new CacheControlHeaderValue
    {
        Public = true,
        MaxAge = TimeSpan.Zero,
        MustRevalidate = true,
        SharedMaxAge = TimeSpan.FromSeconds(cache.SharedSeconds),
    }.ToString();
}
