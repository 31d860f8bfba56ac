using HighTraffic.Core.Tasks;

namespace HighTraffic.Core.Messaging;

/// <summary>The queues of the lanes.</summary>
public static class TaskQueues
{
    /// <summary>The name of a lane's queue, and of the exchange in front of it.</summary>
    /// <param name="lane">The lane.</param>
    /// <returns>The name. The queue for failed messages has <c>_error</c> appended to it.</returns>
    public static string NameOf(TaskLane lane) => NameOf(TaskLaneNames.NameOf(lane));

    /// <summary>The address to send to. It names the exchange, because only the worker declares the queue.</summary>
    internal static Uri AddressOf(string lane) => new($"exchange:{NameOf(lane)}");

    private static string NameOf(string lane) => $"tasks-{lane}";
}
