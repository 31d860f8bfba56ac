using System.Net;
using System.Text;
using HighTraffic.Api.Caching;

namespace HighTraffic.Api.Home;

/// <summary>The home page at <c>/</c>, served from files embedded in the assembly.</summary>
internal sealed class HomePage
{
    // Only the page's own files and its inline icon may be loaded, and only this server may be called.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The URL of a file contains its hash, so browsers may cache it forever. They revalidate the page itself each time.
    private const string Immutable = "public, max-age=31536000, immutable";
    private const string AskEachTime = "public, no-cache";
    private const string KeepNot = "no-store";

    private readonly PageFile _page;
    private readonly Dictionary<string, PageFile> _files = new()
    {
        ["home.css"] = new PageFile(PageFile.Read("home.css"), "text/css; charset=utf-8"),
        ["home.js"] = new PageFile(PageFile.Read("home.js"), "text/javascript; charset=utf-8"),
    };

    public HomePage(IConfiguration configuration, IHostEnvironment environment)
    {
        var page = new StringBuilder(Encoding.UTF8.GetString(PageFile.Read("home.html")));
        foreach (var (name, file) in _files)
        {
            page.Replace($"{{{name}}}", $"/assets/{file.Hash}/{name}");
        }

        page.Replace("{links}", string.Concat(Links(configuration, environment).Select(link =>
            $"""<a href="{WebUtility.HtmlEncode(link.Address)}">{WebUtility.HtmlEncode(link.Name)}</a>""")));
        _page = new PageFile(Encoding.UTF8.GetBytes(page.ToString()), "text/html; charset=utf-8");
    }

    /// <summary>Sends the page.</summary>
    public Task SendAsync(HttpContext context)
    {
        context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        return _page.SendAsync(context, AskEachTime);
    }

    /// <summary>
    /// Sends a file of the page. During a deployment, a replica of another build may get the request, and caches must not keep its version
    /// under this URL.
    /// </summary>
    public Task SendAsync(HttpContext context, string hash, string name)
    {
        if (_files.TryGetValue(name, out var file))
        {
            return file.SendAsync(context, hash == file.Hash ? Immutable : KeepNot);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // The documentation exists in development only, and the dashboard only if the AppHost configures its address.
    private static IEnumerable<(string Name, string Address)> Links(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            yield return ("API docs", "/scalar");
            yield return ("OpenAPI", "/openapi/v1.json");
        }

        if (Uri.TryCreate(configuration["HighTraffic:Dashboard"], UriKind.Absolute, out var dashboard) && dashboard.Scheme is "http" or "https")
        {
            yield return ("Dashboard", dashboard.ToString());
        }
    }
}

/// <summary>Maps the page and its files.</summary>
internal static class HomeExtensions
{
    public static void MapHome(this WebApplication app)
    {
        var home = new HomePage(app.Configuration, app.Environment);
        app.MapMethods("/", CachingExtensions.Read, (RequestDelegate)home.SendAsync).ExcludeFromDescription();
        app.MapMethods("/assets/{hash}/{name}", CachingExtensions.Read, (string hash, string name, HttpContext context) => home.SendAsync(context, hash, name))
            .ExcludeFromDescription();
    }
}
