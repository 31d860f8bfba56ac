namespace Microsoft.Extensions.Hosting;

/// <summary>
/// Asks a service for its health from inside of its container: an image without a shell has no other program that could, and
/// Docker asks in no other way.
/// </summary>
public static class HealthProbe
{
    // Below the timeout of who calls this, so that it ends by itself.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(8);

    /// <summary>Gets an address.</summary>
    /// <param name="address">That of the service's readiness.</param>
    /// <returns>The exit code for the process: 0 if the service is ready, else 1.</returns>
    public static async Task<int> AskAsync(string address)
    {
        using var client = new HttpClient { Timeout = Limit };
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
