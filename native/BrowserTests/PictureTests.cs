using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Aspire.Hosting.BrowserTests;

/// <summary>The pictures of the README, which <c>native/pictures.sh</c> keeps: they show what a newcomer finds, or they are not taken.</summary>
[Collection(Dashboards.Name)]
public sealed partial class PictureTests(AppWithDashboard app, Browser browser)
{
    [Fact]
    public async Task A_picture_of_the_page_under_load()
    {
        await using var visit = await browser.VisitHomeAsync(app, height: 860);
        var page = visit.Page;
        using var gateway = app.Gateway();
        using var enough = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 4).Select(client => ReadAsync(gateway, client, enough.Token)));
        await Expect(page.Locator("#memory")).ToHaveTextAsync(Share());
        await Expect(page.Locator("#redis")).ToHaveTextAsync(Share());
        await Expect(page.Locator("#history")).ToHaveAttributeAsync("points", Seconds());
        await Expect(page.Locator("#figures-note")).ToBeEmptyAsync();
        await visit.PictureAsync("readme-home");
        await enough.CancelAsync();
        await load;
    }

    [Fact]
    public async Task A_picture_of_a_task_from_the_request_to_the_run()
    {
        await using var visit = await browser.VisitAsync(app, height: 560);
        var page = visit.Page;
        using var gateway = app.Gateway();
        await page.GotoAsync(new Uri(new Uri(page.Url), "/traces?text=catalog-export").ToString());
        await Expect(page.GetByRole(AriaRole.Search)).ToBeVisibleAsync();
        var earlier = await page.Locator("#traces tbody tr").CountAsync();
        using var accepted = await gateway.PostAsJsonAsync("/api/tasks", new { type = "catalog-export", parameters = new { format = "csv", category = "Kitchen" } });
        var id = (await accepted.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        await Expect(page.Locator("#traces tbody tr")).ToHaveCountAsync(earlier + 1);
        await page.Locator("#traces tbody a").First.ClickAsync();
        var run = page.Locator("[data-row]").Filter(new() { HasText = "run catalog-export" });
        await run.ClickAsync();
        var span = page.GetByRole(AriaRole.Complementary, new() { Name = "Span" });
        await Expect(span).ToContainTextAsync(id!);
        await Expect(span).ToContainTextAsync("succeeded");
        await Expect(page.Locator("[data-row]").Filter(new() { HasText = "tasks-bulk receive" })).ToHaveCountAsync(1);
        await visit.PictureAsync("readme-trace");
    }

    // In several codings, so that what Nginx does not have the memory of a replica does.
    private static async Task ReadAsync(HttpClient gateway, int client, CancellationToken enough)
    {
        for (var number = client; !enough.IsCancellationRequested; number++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/products/{1 + (number % 100)}"))
            {
                Headers = { { "Accept-Encoding", number % 3 == 0 ? "gzip" : number % 3 == 1 ? "br" : "identity" } },
            };
            using var answer = await gateway.SendAsync(request, CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }

    [GeneratedRegex("[1-9].*%")]
    private static partial Regex Share();

    [GeneratedRegex("^([^ ]+ ){12}")]
    private static partial Regex Seconds();
}
