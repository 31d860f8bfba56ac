using HighTraffic.Tests.App;
using Microsoft.Playwright;

namespace HighTraffic.Tests.Browser;

/// <summary>The page with the API's documentation, which loads from and calls only this server.</summary>
[Collection(SharedApp.Name)]
public sealed class ScalarTests(RunningApp app, Chromium browser)
{
    [Fact]
    public async Task Somebody_reads_about_an_operation_and_calls_it()
    {
        await using var visit = await browser.VisitHomeAsync(app);
        var page = visit.Page;
        await page.GotoAsync(new Uri(app.Address, "/scalar/").ToString());
        await page.GetByRole(AriaRole.Link, new() { Name = "Get the live figures of the system" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request" }).First.ClickAsync();
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.GetByRole(AriaRole.Button, new() { Name = "Send" }).First.ClickAsync(),
            response => response.Url.EndsWith("/api/system", StringComparison.Ordinal));
        Assert.Equal(200, answer.Status);
        await visit.PictureAsync("scalar");
    }
}
