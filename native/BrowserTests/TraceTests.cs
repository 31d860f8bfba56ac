using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Aspire.Hosting.BrowserTests;

/// <summary>From a request to its trace, as somebody does who sees the dashboard for the first time.</summary>
[Collection(Dashboards.Name)]
public sealed partial class TraceTests(AppWithDashboard app, Browser browser)
{
    [Fact]
    public async Task A_request_through_the_gateway_leads_to_the_workers_run()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = "Traces" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Search)).ToBeVisibleAsync();
        var others = await page.Locator("#traces tbody tr").EvaluateAllAsync<string[]>("rows => rows.map(row => `:not(#${row.id})`)");
        using var gateway = app.Gateway();
        using var accepted = await gateway.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 1 } });
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);

        // No reload: the page is told, and shows the request with the worker in it as soon as that has reported.
        var row = page.Locator($"#traces tbody tr{string.Concat(others)}").Filter(new() { HasText = "POST /api/tasks" });
        await Expect(row).ToContainTextAsync(Worker());
        await visit.PictureAsync("traces-live");
        await row.GetByRole(AriaRole.Link).ClickAsync();

        var run = page.Locator("[data-row]").Filter(new() { HasText = "run echo" });
        await Expect(run).ToContainTextAsync(Worker());
        await Expect(page.Locator("[data-row]").First).ToContainTextAsync(new Regex("api-[12]"));
        await Expect(page.Locator("[data-row]").Filter(new() { HasText = "INSERT INTO" })).ToHaveCountAsync(1);
        await run.ClickAsync();
        var span = page.GetByRole(AriaRole.Complementary, new() { Name = "Span" });
        await Expect(span.GetByRole(AriaRole.Heading, new() { Name = "run echo" })).ToBeVisibleAsync();
        await Expect(span).ToContainTextAsync("hightraffic.task.outcome");
        await Expect(span).ToContainTextAsync("succeeded");
        await visit.PictureAsync("trace");

        // From the trace to its log records, and from one of them back.
        await page.GetByRole(AriaRole.Link, new() { NameRegex = LogRecords() }).ClickAsync();
        var record = page.Locator("#records tbody tr").Filter(new() { HasText = "run 1: Succeeded" });
        await record.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("trace of:") }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Span" })).ToContainTextAsync("run echo");
    }

    [Fact]
    public async Task A_run_that_fails_is_marked_and_found_by_its_filter()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        using var gateway = app.Gateway();
        (await gateway.PostAsJsonAsync("/api/tasks", new { type = "echo", parameters = new { seconds = 1, fail = true } })).Dispose();
        await page.GotoAsync(new Uri(new Uri(page.Url), "/traces").ToString());
        await page.GetByLabel("Failed only").CheckAsync();
        var row = page.Locator("#traces tbody tr").Filter(new() { HasText = "POST /api/tasks" }).First;
        await Expect(row).ToContainTextAsync("error");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator(".failed [data-row]").Filter(new() { HasText = "run echo" }).First).ToBeVisibleAsync();
        await visit.PictureAsync("trace-failed");
    }

    [Fact]
    public async Task A_waterfall_is_walked_by_keyboard()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        using var gateway = app.Gateway();
        (await gateway.GetAsync("/api/products/7")).EnsureSuccessStatusCode();
        await page.Keyboard.PressAsync("t");
        await Expect(page).ToHaveURLAsync(new Regex("/traces$"));
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("products/{");
        await Expect(page).ToHaveURLAsync(new Regex("text=products"));
        await page.Locator("#traces tbody a").First.PressAsync("Enter");
        await page.Locator("[data-row]").First.FocusAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.Locator("[data-row]").Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Span" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Complementary, new() { Name = "Span" })).ToHaveCountAsync(0);
    }

    [GeneratedRegex("worker-[12]")]
    private static partial Regex Worker();

    [GeneratedRegex("log records?$")]
    private static partial Regex LogRecords();
}
