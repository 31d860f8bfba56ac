namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Checks the health of a service from inside its container. Docker can only run a command there, and the image has no shell or other program
/// to do it.
/// </summary>
public static class HealthProbe
{
    // Below the timeout of the health check that runs this, so that it ends by itself.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    /// <summary>Sends a request to an address.</summary>
    /// <param name="address">The URL of the service's readiness endpoint.</param>
    /// <returns>The exit code of the process: 0 if the service is ready, otherwise 1.</returns>
    public static async Task<int> AskAsync(string address)
    {
        // The proxy of the environment would not know this container.
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Limit };
        try
        {
            using var answer = await client.GetAsync(new Uri(address));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return 1;
        }
    }
}
