using HighTraffic.Tests.App;
using Microsoft.Playwright;

namespace HighTraffic.Tests.Browser;

/// <summary>The system's Chromium.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    // The first visit launches it, because most tests need no browser.
    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>Opens the dashboard as a user does, with the printed address.</summary>
    public Task<Visit> VisitDashboardAsync(RunningApp app, int width = 1280, int height = 800, ColorScheme colors = ColorScheme.Light) =>
        VisitAsync(app.DashboardAddress, width, height, colors, isOurs: false);

    /// <summary>Opens the app's own page, and records the messages in the browser's console.</summary>
    public Task<Visit> VisitHomeAsync(RunningApp app, int width = 1280, int height = 800, ColorScheme colors = ColorScheme.Light) =>
        VisitAsync(app.Address.ToString(), width, height, colors, isOurs: true);

    private async Task<Visit> VisitAsync(string address, int width, int height, ColorScheme colors, bool isOurs)
    {
        _browser ??= await LaunchAsync();
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = colors,
        });
        var visit = new Visit(context, await context.NewPageAsync()) { IsOurs = isOurs };
        await visit.Page.GotoAsync(address);
        return visit;
    }

    private async Task<IBrowser> LaunchAsync()
    {
        Assert.True(File.Exists(Program), $"{Program} is missing; ./test.sh without a filter installs it on Debian, as does 'apt-get install chromium'.");

        // On a busy machine, a replica takes a while to become healthy.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        return await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,

            // Chromium's sandbox does not work for root. The browser must not call anything but the app.
            Args = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }
}

/// <summary>One user's visit to the pages. At its end, no page may have logged a warning or an error.</summary>
public sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    /// <summary>Whether the pages are the app's own. Console messages of Aspire's dashboard do not count.</summary>
    public bool IsOurs { get; init; } = true;

    internal Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.SetDefaultTimeout(60_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && IsOurs)
            {
                _complaints.Add($"{page.Url}: {message.Text}");
            }
        };
        page.PageError += (_, error) =>
        {
            if (IsOurs)
            {
                _complaints.Add($"{page.Url}: {error}");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Removes a message that the test has provoked; it must be there.</summary>
    public void Expected(string text) => Assert.NotEqual(0, _complaints.RemoveAll(complaint => complaint.Contains(text, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(_complaints);
    }

    /// <summary>Saves a screenshot of the page for review.</summary>
    public async Task PictureAsync(string name, bool fullPage = false)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "TestResults", "pages");
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = fullPage });
    }
}
