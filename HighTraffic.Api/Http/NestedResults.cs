namespace HighTraffic.Api.Http;

/// <summary>Unwraps the union type that a handler with several kinds of results returns.</summary>
internal static class NestedResults
{
    /// <summary>The result that a handler chose.</summary>
    /// <param name="result">What the handler returned.</param>
    public static object? Unwrap(object? result)
    {
        while (result is INestedHttpResult nested)
        {
            result = nested.Result;
        }

        return result;
    }
}
