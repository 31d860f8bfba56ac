namespace HighTraffic.Contracts;

/// <summary>Tells the workers that a task is waiting; the row in the database says what is to be done.</summary>
/// <param name="TaskId">The id of the task's row.</param>
public sealed record RunTask(Guid TaskId);
