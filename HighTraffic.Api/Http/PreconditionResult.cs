namespace HighTraffic.Api.Http;

/// <summary>The outcome of a request's preconditions.</summary>
internal enum PreconditionResult
{
    /// <summary>Perform the request.</summary>
    Proceed,

    /// <summary>The client has the current representation: 304.</summary>
    NotModified,

    /// <summary>A condition is false: 412.</summary>
    Failed,
}
