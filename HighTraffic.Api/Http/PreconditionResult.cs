namespace HighTraffic.Api.Http;

/// <summary>What the preconditions of a request lead to.</summary>
internal enum PreconditionResult
{
    /// <summary>The request is performed.</summary>
    Proceed,

    /// <summary>The client has the current representation: 304.</summary>
    NotModified,

    /// <summary>A condition is false: 412.</summary>
    Failed,
}
