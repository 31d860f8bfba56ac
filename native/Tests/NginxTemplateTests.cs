using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Servers;

namespace Aspire.Hosting.Tests;

/// <summary>The template's rendering is to be that of the official image's 20-envsubst-on-templates.sh.</summary>
public sealed class NginxTemplateTests : IDisposable
{
    private readonly TemporaryFolder _context = new();
    private readonly TemporaryFolder _run = new();

    [Fact]
    public async Task ReplacesOnlyVariablesThatAreSet()
    {
        await RenderAsync("set $a $uri; set $b \"${PORT}-$PORT\"; set $c ${UNSET};", new() { ["PORT"] = "81" });
        Assert.Equal("set $a $uri; set $b \"81-81\"; set $c ${UNSET};", Rendered("conf.d/site.conf"));
    }

    [Fact]
    public async Task ReplacesOnlyWhatTheFilterLetsThrough()
    {
        await RenderAsync("${GATEWAY_PORT} $host ${HOST}", new() { ["GATEWAY_PORT"] = "81", ["HOST"] = "x", ["NGINX_ENVSUBST_FILTER"] = "^GATEWAY_" });
        Assert.Equal("81 $host ${HOST}", Rendered("conf.d/site.conf"));
    }

    [Fact]
    public async Task AVariableOfTheResourceComesBeforeTheImages()
    {
        await RenderAsync("${PORT}", new() { ["PORT"] = "82" }, "ENV PORT=81");
        Assert.Equal("82", Rendered("conf.d/site.conf"));
    }

    [Fact]
    public async Task AValueIsNotReplacedAgain()
    {
        await RenderAsync("${A}", new() { ["A"] = "$B ${B}", ["B"] = "b" });
        Assert.Equal("$B ${B}", Rendered("conf.d/site.conf"));
    }

    [Fact]
    public async Task WritesWhereTheVariableSaysAndListensOnLoopbackOnly()
    {
        await RenderAsync("    listen *:${PORT} default_server;", new() { ["PORT"] = "81" }, "ENV NGINX_ENVSUBST_OUTPUT_DIR=/etc/nginx");
        Assert.Equal("    listen 127.0.0.1:81 default_server;", Rendered("site.conf"));
    }

    [Fact]
    public async Task RendersFromWhereTheVariableSays()
    {
        await RenderAsync("${PORT}", new() { ["PORT"] = "81" }, "ENV NGINX_ENVSUBST_TEMPLATE_DIR=/usr/share/templates", "/usr/share/templates");
        Assert.Equal("81", Rendered("conf.d/site.conf"));
    }

    public void Dispose()
    {
        _context.Dispose();
        _run.Dispose();
    }

    private string Rendered(string file) => File.ReadAllText(Path.Combine(_run.Path, file));

    private async Task RenderAsync(string template, Dictionary<string, string> environment, string instructions = "", string folder = "/etc/nginx/templates")
    {
        _context.Write("templates/site.conf.template", template);
        var file = _context.Write("Dockerfile", $"FROM nginx:1\n{instructions}\nCOPY templates {folder}\n");
        var nginx = new NginxProgram(Dockerfile.Read(new DockerfileAnnotation(_context.Path, file)));
        await nginx.PrepareAsync(
            new ServerLaunch(new ContainerResource("nginx"), _run.Path, null, environment, [], _ => 0, (_, _) => Task.CompletedTask), CancellationToken.None);
    }
}
