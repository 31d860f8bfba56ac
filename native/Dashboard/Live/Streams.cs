namespace HighTraffic.Native.Dashboard.Live;

internal static class Streams
{
    /// <summary>Moves on, and ends when it is cancelled: a page that is left ends its stream, and there is nobody to tell of it.</summary>
    public static async ValueTask<bool> MovesNextUntilCanceledAsync<T>(this IAsyncEnumerator<T> items)
    {
        try
        {
            return await items.MoveNextAsync();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
