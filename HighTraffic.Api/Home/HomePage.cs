using System.Reflection;
using HighTraffic.Api.Caching;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Home;

/// <summary>The page for people at <c>/</c>, made of files in the assembly.</summary>
internal static class HomePage
{
    // Nothing but its own style sheet and the icon inside the page may be loaded, and nothing may run.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly StaticFile Page = StaticFile.Read("home.html", "text/html; charset=utf-8");
    private static readonly StaticFile Style = StaticFile.Read("home.css", "text/css; charset=utf-8");

    public static void MapHome(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) => Send(Page, response)).ExcludeFromDescription();
        app.MapMethods("/home.css", [HttpMethods.Get, HttpMethods.Head], (HttpResponse response) => Send(Style, response)).ExcludeFromDescription();
    }

    private static FileContentHttpResult Send(StaticFile file, HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "public, max-age=300";
        return TypedResults.File(file.Content, file.ContentType, entityTag: file.Tag);
    }

    private sealed record StaticFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag)
    {
        public static StaticFile Read(string name, string contentType)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"{name} is not in the assembly.");
            using var content = new MemoryStream();
            stream.CopyTo(content);
            return new StaticFile(content.ToArray(), contentType, new EntityTagHeaderValue(EntityTags.For(content.ToArray())));
        }
    }
}
