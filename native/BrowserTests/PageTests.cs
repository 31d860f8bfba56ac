using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Aspire.Hosting.BrowserTests;

/// <summary>Every page, for whoever reads it however: wide or narrow, light or dark, by ear or by eye.</summary>
[Collection(Dashboards.Name)]
public sealed class PageTests(AppWithDashboard app, Browser browser)
{
    private const string Chart = "/metrics?source=api-1&meter=Microsoft.AspNetCore.Hosting&name=http.server.request.duration";

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Every_page_is_accessible_and_fits(int width, ColorScheme colors)
    {
        await using var visit = await browser.VisitAsync(app, width, colors: colors);
        var page = visit.Page;
        var root = new Uri(new Uri(page.Url), "/");
        using var gateway = app.Gateway();
        (await gateway.GetAsync("/api/products?limit=20")).EnsureSuccessStatusCode();
        await page.GotoAsync(new Uri(root, "/traces").ToString());
        await Expect(page.Locator("#traces tbody tr").First).ToBeVisibleAsync();
        var trace = await page.Locator("#traces tbody a").First.GetAttributeAsync("href");
        foreach (var (name, path, ready) in new[]
        {
            ("resources", "/", "#resources tbody tr"), ("resource", "/resources/gateway", "dl"), ("console", "/console/messaging", "#lines > div"),
            ("logs", "/logs", "#records tbody tr"), ("traces", "/traces", "#traces tbody tr"), ("trace", trace!, "[data-row]"),
            ("metrics", Chart, "#values tbody tr"), ("login", "/login", "form"),
        })
        {
            await page.GotoAsync(new Uri(root, path).ToString());
            await Expect(page.Locator(ready).First).ToBeVisibleAsync();
            await visit.PictureAsync($"{name}-{width}-{colors}".ToLowerInvariant());
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            var faults = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToArray();
            Assert.True(faults.Length == 0, $"{path}: {string.Join("; ", faults.Select(fault => $"{fault.Help}: {fault.Nodes[0].Html}"))}");
        }
    }

    [Fact]
    public async Task A_chart_is_drawn_of_what_the_gateway_was_asked()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        using var gateway = app.Gateway();
        for (var request = 1; request <= 20; request++)
        {
            (await gateway.GetAsync($"/api/products/{request}")).EnsureSuccessStatusCode();
        }

        await page.GotoAsync(new Uri(new Uri(page.Url), Chart).ToString());
        await Expect(page.Locator("#values tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("#chart canvas")).ToBeVisibleAsync();
        await page.Locator("#rate").SelectOptionAsync("true");
        await page.Locator("#by").SelectOptionAsync("http.route");
        await Expect(page.Locator("#values tbody")).ToContainTextAsync("/api/products/{id:id}");
        await Expect(page.Locator("#values tbody")).ToContainTextAsync("/s");
        await visit.PictureAsync("metrics-by-route");
    }

    [Fact]
    public async Task The_colours_are_chosen_and_remembered()
    {
        await using var visit = await browser.VisitAsync(app);
        var page = visit.Page;
        await page.Locator("#theme").ClickAsync();
        await page.Locator("#theme").ClickAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await Expect(page.Locator("#theme")).ToHaveAttributeAsync("aria-label", new Regex("dark$"));
    }

    [Fact]
    public async Task Pages_that_nobody_sees_hold_up_no_other()
    {
        // A browser opens six connections to a server at most.
        const int more = 8;
        await using var visit = await browser.VisitAsync(app);
        await HideAsync(visit.Page, true);
        for (var number = 0; number < more; number++)
        {
            var page = await visit.Page.Context.NewPageAsync();
            await page.GotoAsync(new Uri(new Uri(visit.Page.Url), "/traces").ToString());
            await Expect(page.GetByRole(AriaRole.Search)).ToBeVisibleAsync();
            await HideAsync(page, true);
        }

        var live = visit.Page.WaitForResponseAsync(response => response.Url.Contains("/live/", StringComparison.Ordinal));
        await HideAsync(visit.Page, false);
        Assert.True((await live).Ok);
    }

    // A browser without a screen shows every page at once, so the page is told what it would be told elsewhere.
    private static async Task HideAsync(IPage page, bool hidden) => await page.EvaluateAsync(
        """
        hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }
        """,
        hidden);
}
