namespace HighTraffic.Core.Messaging;

/// <summary>Tells the workers that a task is waiting; the row in the database says what is to be done.</summary>
/// <param name="TaskId">The id of the task's row.</param>
/// <param name="Type">The name of the task's type, which decides what slot it waits for.</param>
public sealed record RunTask(Guid TaskId, string Type);
