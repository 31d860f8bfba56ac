using HighTraffic.Core.Tasks;

namespace HighTraffic.Core.Messaging;

/// <summary>The queues of the lanes.</summary>
public static class TaskQueues
{
    /// <summary>The name of a lane's queue, and of the exchange in front of it.</summary>
    /// <param name="lane">The lane.</param>
    /// <returns>The name; what failed is in the queue of that name with <c>_error</c> at its end.</returns>
    public static string NameOf(TaskLane lane) => lane switch
    {
        TaskLane.Quick => "tasks-quick",
        TaskLane.Bulk => "tasks-bulk",
        _ => throw new ArgumentOutOfRangeException(nameof(lane), lane, "There is no such lane."),
    };

    /// <summary>Where to send. Only the worker declares the queue, so it is named by its exchange.</summary>
    internal static Uri AddressOf(TaskLane lane) => new($"exchange:{NameOf(lane)}");
}
