namespace HighTraffic.Core.Messaging;

/// <summary>
/// Wakes a worker up: there is a task to begin in a lane. The worker begins the next one in the order of the lane, whichever task the
/// message was sent for.
/// </summary>
/// <param name="TaskId">The id of the task that the message was sent for. The message of a failed task ends in the error queue.</param>
/// <param name="Lane">The name of the lane.</param>
public sealed record RunTask(Guid TaskId, string Lane);
