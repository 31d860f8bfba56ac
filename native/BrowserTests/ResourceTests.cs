using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Aspire.Hosting.BrowserTests;

/// <summary>What runs, and commands to it.</summary>
[Collection(Dashboards.Name)]
public sealed class ResourceTests(AppWithDashboard app, Browser browser)
{
    [Fact]
    public async Task A_replica_is_stopped_started_and_restarted_from_the_page()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        var row = page.Locator("#resource-worker-2");
        await Expect(row).ToContainTextAsync("Healthy");
        await row.GetByRole(AriaRole.Button, new() { Name = "Stop worker-2" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Exited");
        await Expect(page.Locator("#resource-worker-1")).ToContainTextAsync("Healthy");
        await visit.PictureAsync("resources-stopped");
        await row.GetByRole(AriaRole.Button, new() { Name = "Start worker-2" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Healthy");

        var before = await ProcessAsync(page);
        await page.GotoAsync(new Uri(new Uri(page.Url), "/").ToString());
        await row.GetByRole(AriaRole.Button, new() { Name = "Restart worker-2" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("done");
        await Expect(row).ToContainTextAsync("Healthy");
        Assert.NotEqual(before, await ProcessAsync(page));
    }

    [Fact]
    public async Task The_environment_is_shown_without_its_secrets()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "api-1", Exact = true }).ClickAsync();
        await Expect(page.Locator("tr").Filter(new() { HasText = "OTEL_SERVICE_NAME" })).ToContainTextAsync("api-1");
        await Expect(page.Locator("tr").Filter(new() { HasText = "HighTraffic__ApiKey" })).ToContainTextAsync("••••");
        var content = await page.ContentAsync();
        Assert.DoesNotContain(AppWithDashboard.ApiKey, content, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("[Pp]assword=(?!•)"), content);
        Assert.DoesNotMatch(new Regex("x-otlp-api-key=(?!•)"), content);
        await visit.PictureAsync("resource");
    }

    [Fact]
    public async Task The_console_follows_what_a_process_writes()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Console" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "worker-1" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Bus started");
        var lines = await page.Locator("#lines > div").CountAsync();
        await app.App.ResourceCommands.ExecuteCommandAsync("worker-1", "restart");
        await Expect(page.Locator("#lines > div", new() { HasText = "Bus started" })).ToHaveCountAsync(2);
        Assert.True(await page.Locator("#lines > div").CountAsync() > lines);
        await page.GetByPlaceholder("Show only lines with").FillAsync("bus STARTED");
        await Expect(page.Locator("#lines > div:visible")).ToHaveCountAsync(2);
        await visit.PictureAsync("console");
    }

    private static async Task<string> ProcessAsync(IPage page)
    {
        await page.GotoAsync(new Uri(new Uri(page.Url), "/resources/worker-2").ToString());
        return await page.Locator("dt", new() { HasText = "Process" }).Locator("xpath=following-sibling::dd[1]").InnerTextAsync();
    }
}
