namespace HighTraffic.Core.Tasks;

/// <summary>The class of work that a task belongs to. Each has a queue and slots of its own, so that none waits for another.</summary>
public enum TaskLane
{
    /// <summary>Work that is mostly over in a moment.</summary>
    Quick,

    /// <summary>Work that goes through much data.</summary>
    Bulk,
}
