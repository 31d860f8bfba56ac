namespace Aspire.Hosting;

/// <summary>Whether the app is run or published. The native engine only runs.</summary>
public sealed class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext()
    {
    }

    /// <summary>Whether the app is run.</summary>
    public bool IsRunMode => Operation == DistributedApplicationOperation.Run;

    /// <summary>Whether the app is published.</summary>
    public bool IsPublishMode => Operation == DistributedApplicationOperation.Publish;

    /// <summary>What is done with the app.</summary>
    public DistributedApplicationOperation Operation { get; } = DistributedApplicationOperation.Run;
}

/// <summary>What is done with an app.</summary>
public enum DistributedApplicationOperation
{
    /// <summary>It is run here.</summary>
    Run,

    /// <summary>It is described for another place, which the native engine does not do.</summary>
    Publish,
}
