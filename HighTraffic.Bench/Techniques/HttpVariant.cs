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
        var isExpected = request.Refusal is { } refusal ? (int)response.StatusCode == refusal : response.IsSuccessStatusCode;
        if (!isExpected || !answer.Contains(request.Expect, StringComparison.Ordinal))
        {
            throw new BenchException($"{request.Method} {request.Path} was answered with {(int)response.StatusCode} and not as expected: {answer[..Math.Min(answer.Length, 300)]}");
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
}
