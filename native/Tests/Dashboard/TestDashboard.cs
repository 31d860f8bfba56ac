using Aspire.Hosting.Engine;
using HighTraffic.Native.Dashboard;
using HighTraffic.Native.Dashboard.Resources;

namespace Aspire.Hosting.Tests.Dashboard;

/// <summary>The dashboard as a server, without an engine behind it, and a browser's client of it.</summary>
internal sealed class TestDashboard : IAsyncDisposable
{
    public const string Token = "the-token-of-this-run";
    public const string Key = "the-key-of-this-run";
    private readonly List<(string Id, string Command)> _commands = [];
    private HttpClient? _client;

    public TestDashboard() =>
        App = new DashboardApp(Options, new EngineAccess(ExecuteAsync, _ => [], (_, _) => AsyncEnumerable.Empty<IReadOnlyList<ConsoleLine>>()));

    public DashboardOptions Options { get; } = new("Test", Ports.Free(), Ports.Free(), Token, Key);

    public DashboardApp App { get; }

    public IReadOnlyList<(string Id, string Command)> Commands => _commands;

    public async Task<HttpClient> StartAsync()
    {
        await App.StartAsync(CancellationToken.None);
        return _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://localhost:{Options.WebPort}") };
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        await App.DisposeAsync();
    }

    private Task<string?> ExecuteAsync(string id, string command, CancellationToken cancellationToken)
    {
        _commands.Add((id, command));
        return Task.FromResult<string?>(null);
    }
}
