namespace Aspire.Hosting;

/// <summary>The app cannot run; the message says why, and what to do about it.</summary>
public sealed class DistributedApplicationException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public DistributedApplicationException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Why the app cannot run, and what to do about it.</param>
    public DistributedApplicationException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">Why the app cannot run, and what to do about it.</param>
    /// <param name="innerException">What it comes from.</param>
    public DistributedApplicationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
