namespace HighTraffic.Core.Messaging;

/// <summary>Tells the workers that a task is waiting. Its row in the database has everything else.</summary>
/// <param name="TaskId">The id of the task's row.</param>
/// <param name="Type">The name of the task's type, which decides the slots that it can run in.</param>
public sealed record RunTask(Guid TaskId, string Type);
