namespace HighTraffic.Tests.App;

/// <summary>Waits for a condition that other processes bring about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer meets the condition.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="condition">The condition.</param>
    /// <param name="limit">How long to ask; a minute if left out.</param>
    /// <returns>The answer that met it.</returns>
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

            Assert.True(DateTime.UtcNow < end, $"The condition was not met in time; the last answer was: {answer}");
            await Task.Delay(Pause);
        }
    }
}
