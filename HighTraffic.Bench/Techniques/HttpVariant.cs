using System.Net;
using HighTraffic.Bench.Load;
using HighTraffic.Bench.Measures;
using HighTraffic.Bench.Systems;

namespace HighTraffic.Bench.Techniques;

/// <summary>A request through Nginx, sent by <c>wrk</c>.</summary>
/// <param name="name">Its name in the report.</param>
/// <param name="settings">The system that it runs on.</param>
/// <param name="request">The request.</param>
/// <param name="before">Runs before each run.</param>
internal class HttpVariant(
    string name, SystemSettings settings, Request request, Func<BenchedSystem, CancellationToken, Task>? before = null) : Variant(name, settings)
{
    private const int Attempts = 20;

    /// <summary>The request.</summary>
    public Request Request => request;

    /// <summary>Whether the server gets faster under load, because a JIT compiler optimizes its code while it runs.</summary>
    public virtual bool NeedsWarmUp => true;

    /// <summary>The address that the request is sent to.</summary>
    public virtual Uri AddressOf(BenchedSystem system) => system.Address;

    /// <inheritdoc/>
    public override async Task PrepareAsync(BenchedSystem system, CancellationToken cancellationToken)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All }) { BaseAddress = AddressOf(system) };
        var (isExpected, answer) = await AskAsync(client, cancellationToken);

        // A quota lets the first requests of a client through.
        for (var attempt = 1; !isExpected && request.Refusal is not null && attempt < Attempts; attempt++)
        {
            (isExpected, answer) = await AskAsync(client, cancellationToken);
        }

        if (!isExpected)
        {
            throw new BenchException($"{request.Method} {request.Path} was not answered as expected: {answer[..Math.Min(answer.Length, 300)]}");
        }
    }

    /// <inheritdoc/>
    protected override async Task<Sample> MeasureAsync(BenchedSystem system, RunLength length, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            await before(system, cancellationToken);
        }

        var result = await Wrk.RunAsync(request, AddressOf(system), Settings.Products, length.Connections, length.Duration, cancellationToken);
        return new Sample(
            result.Operations, result.Broken + (request.Refusal is null ? result.Refused : result.Operations - result.Refused), result.Microseconds / 1e6,
            result.P50 / 1e3, result.P99 / 1e3, result.P999 / 1e3, result.Bytes, 0, new Dictionary<string, double>());
    }

    private async Task<(bool IsExpected, string Answer)> AskAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.PathOf(1));
        foreach (var (header, value) in request.Headers.Where(header => header.Name != "Content-Type"))
        {
            message.Headers.TryAddWithoutValidation(header, value);
        }

        if (request.Body is { } body)
        {
            message.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(message, cancellationToken);
        var answer = await response.Content.ReadAsStringAsync(cancellationToken);
        var hasStatus = request.Refusal is { } refusal ? (int)response.StatusCode == refusal : response.IsSuccessStatusCode;
        return (hasStatus && answer.Contains(request.Expect, StringComparison.Ordinal), $"{(int)response.StatusCode} {answer}");
    }
}
