namespace HighTraffic.Tests.App;

/// <summary>Waits for a condition in other processes.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until the result meets the condition.</summary>
    /// <param name="ask">Gets the current result.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="limit">How long to poll; a minute by default.</param>
    /// <returns>The result that met it.</returns>
    public static async Task<T> GetAsync<T>(Func<Task<T>> ask, Func<T, bool> condition, TimeSpan? limit = null)
    {
        var end = DateTime.UtcNow + (limit ?? TimeSpan.FromMinutes(1));
        while (true)
        {
            var answer = await ask();
            if (condition(answer))
            {
                return answer;
            }

            Assert.True(DateTime.UtcNow < end, $"The condition was not met in time; the last result was: {answer}");
            await Task.Delay(Pause);
        }
    }
}
