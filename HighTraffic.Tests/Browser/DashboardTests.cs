using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using HighTraffic.Tests.App;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HighTraffic.Tests.Browser;

/// <summary>The app on Aspire's dashboard.</summary>
[Collection(SharedApp.Name)]
public sealed class DashboardTests(RunningApp app, Chromium browser)
{
    [Fact]
    public async Task A_request_leads_to_the_workers_run_in_one_trace()
    {
        using var client = app.Authorized();
        await using var visit = await browser.VisitDashboardAsync(app, width: 1600, height: 900);
        var page = visit.Page;
        await Eventually.GetAsync(
            async () =>
            {
                // The app decides which requests are recorded, so send another one if this one was not.
                var trace = ActivityTraceId.CreateRandom();
                using var request = new HttpRequestMessage(HttpMethod.Post, "/api/tasks") { Content = JsonContent.Create(new { type = "echo", parameters = new { seconds = 1 } }) };
                request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
                using var accepted = await client.SendAsync(request);
                Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
                var detail = new Uri(new Uri(page.Url), $"/traces/detail/{trace}").ToString();
                for (var visits = 0; visits < 3; visits++)
                {
                    // If a trace has not arrived yet, its page does not refresh by itself.
                    await page.GotoAsync(detail);
                    try
                    {
                        await page.GetByText("run echo").First.WaitForAsync(new() { Timeout = 4_000 });
                        return true;
                    }
                    catch (TimeoutException)
                    {
                        // Try again.
                    }
                }

                return false;
            },
            isThere => isThere,
            TimeSpan.FromMinutes(2));
        await Expect(page.GetByText("POST /api/tasks").First).ToBeVisibleAsync();
        await Expect(page.GetByText("INSERT tasks").First).ToBeVisibleAsync();
        await visit.PictureAsync("trace");
    }

    [Fact]
    public async Task Resources_link_to_what_a_person_can_open()
    {
        await using var visit = await browser.VisitDashboardAsync(app, width: 1600, height: 1000);
        var page = visit.Page;
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "App", Exact = true })).ToHaveAttributeAsync("href", app.Address.ToString().TrimEnd('/'));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "RabbitMQ", Exact = true })).ToBeVisibleAsync();
        await visit.PictureAsync("resources");
    }
}
