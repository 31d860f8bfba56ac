using System.IO.Compression;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using HighTraffic.Tests.App;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HighTraffic.Tests.Browser;

/// <summary>The app's own page.</summary>
[Collection(SharedApp.Name)]
public sealed class HomeTests(RunningApp app, Chromium browser)
{
    private const int PageSize = 12;

    // https://web.dev/articles/cls: up to 0.1 is good.
    private const double GoodLayoutShift = 0.1;

    [Fact]
    public async Task Somebody_browses_searches_and_downloads_an_export()
    {
        await using var visit = await browser.VisitHomeAsync(app);
        var page = visit.Page;
        var rows = page.Locator("#products tr");
        await Expect(rows).ToHaveCountAsync(PageSize);
        await page.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Expect(rows).ToHaveCountAsync(2 * PageSize);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("chef's knife");
        await Expect(rows.Filter(new() { HasNotText = "Chef's Knife" })).ToHaveCountAsync(0);
        await Expect(rows.First).ToContainTextAsync("Chef's Knife");
        await Expect(page).ToHaveURLAsync(new Regex("q=chef"));
        await page.GetByRole(AriaRole.Searchbox).FillAsync("");
        await page.Locator("#category").SelectOptionAsync("Garden");
        await Expect(rows.Filter(new() { HasNotText = "Garden" })).ToHaveCountAsync(0);
        await Expect(rows).Not.ToHaveCountAsync(0);
        await Expect(page.Locator("#catalogue-note")).ToContainTextAsync("Answered by");
        await page.ReloadAsync();
        await Expect(page.Locator("#category")).ToHaveValueAsync("Garden");

        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Key").FillAsync(RunningApp.ApiKey);
        await visit.PictureAsync("home-key");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        var button = page.GetByRole(AriaRole.Button, new() { Name = "Download" });
        await Expect(button).ToBeVisibleAsync();
        await Expect(page.Locator("#progress")).ToHaveJSPropertyAsync("value", 100);
        var download = await page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        Assert.Equal("catalog.csv.gz", download.SuggestedFilename);
        using (var lines = new StreamReader(new GZipStream(await download.CreateReadStreamAsync(), CompressionMode.Decompress)))
        {
            Assert.Equal(1 + await app.QueryAsync<long>("SELECT count(*) FROM products"), (await lines.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        }

        await visit.PictureAsync("home-exported", fullPage: true);
        Assert.DoesNotContain(RunningApp.ApiKey, page.Url, StringComparison.Ordinal);
        Assert.DoesNotContain(RunningApp.ApiKey, await page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("", await page.Locator("#key").InputValueAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("localStorage.length"));

        // Once entered, the key stays until the tab is closed or the user removes it.
        await page.ReloadAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget the key" }).ClickAsync();
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length"));
    }

    [Fact]
    public async Task A_wrong_key_is_asked_for_again()
    {
        await using var visit = await browser.VisitHomeAsync(app);
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Key").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This key was refused.");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("#export-note")).ToHaveTextAsync("Without the API key there is no export.");
        Assert.Equal(0, await page.EvaluateAsync<int>("sessionStorage.length"));
        visit.Expected("401");
    }

    [Fact]
    public async Task Figures_that_cannot_be_had_are_a_dash_and_a_reason()
    {
        await using var visit = await browser.VisitHomeAsync(app);
        var page = visit.Page;
        await Expect(page.Locator("#rate")).Not.ToHaveTextAsync("–");
        await page.RouteAsync("**/api/system", route => route.FulfillAsync(new() { Status = 503 }));
        await Expect(page.Locator("#rate")).ToHaveTextAsync("–");
        await Expect(page.Locator("#figures-note")).ToContainTextAsync("503");
        await page.UnrouteAsync("**/api/system");
        await Expect(page.Locator("#rate")).Not.ToHaveTextAsync("–");
        visit.Expected("503");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task It_is_accessible_fits_and_stays_where_it_is(int width, ColorScheme colors)
    {
        await using var visit = await browser.VisitHomeAsync(app, width, colors: colors);
        var page = visit.Page;
        await Expect(page.Locator("#products tr")).ToHaveCountAsync(PageSize);
        using var gateway = app.Authorized();
        for (var id = 1; id <= 100; id++)
        {
            (await gateway.GetAsync($"/api/products/{id}")).EnsureSuccessStatusCode();
        }

        await Expect(page.Locator("#replicas li")).ToHaveCountAsync(RunningApp.Replicas);
        await Expect(page.Locator("#memory")).Not.ToHaveTextAsync("–");
        await visit.PictureAsync($"home-{width}-{colors}".ToLowerInvariant(), fullPage: true);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
        var shift = await page.EvaluateAsync<double>("""
            () => new Promise(resolve => {
              new PerformanceObserver(list => resolve(list.getEntries().filter(entry => !entry.hadRecentInput).reduce((sum, entry) => sum + entry.value, 0)))
                .observe({ type: 'layout-shift', buffered: true });
              setTimeout(() => resolve(0), 1000);
            })
            """);
        Assert.InRange(shift, 0, GoodLayoutShift);
        var faults = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical").ToArray();
        Assert.True(faults.Length == 0, string.Join("; ", faults.Select(fault => $"{fault.Help}: {fault.Nodes[0].Html}")));
    }

    [Fact]
    public async Task It_leads_to_the_documentation_and_the_dashboard()
    {
        await using var visit = await browser.VisitHomeAsync(app);
        var page = visit.Page;
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "API docs" })).ToHaveAttributeAsync("href", "/scalar");
        var dashboard = await page.GetByRole(AriaRole.Link, new() { Name = "Dashboard" }).GetAttributeAsync("href");
        Assert.Equal(new Uri(new Uri(app.DashboardAddress), "/").ToString(), dashboard);
    }
}
