namespace HighTraffic.Core.Tasks;

/// <summary>The class of work that a task belongs to. Each lane has its own queue and slots, so that no lane waits for another.</summary>
public enum TaskLane
{
    /// <summary>Work that takes seconds. A run that exceeds the limit (<c>HighTraffic:Worker:QuickSeconds</c>) fails.</summary>
    Quick,

    /// <summary>Work on large amounts of data.</summary>
    Bulk,
}
