namespace HighTraffic.Data.Keys;

/// <summary>What a client may do. Each scope is also the name of the authorization policy that requires it.</summary>
public static class Scopes
{
    /// <summary>Reads personal data: the users.</summary>
    public const string ReadPersonal = "read:personal";

    /// <summary>Creates, changes and deletes products, and creates users.</summary>
    public const string Write = "write";

    /// <summary>Starts, follows, cancels and retries tasks, and reads their results.</summary>
    public const string Tasks = "tasks";

    /// <summary>Reads the live figures of the system.</summary>
    public const string Operate = "operate";

    /// <summary>All scopes.</summary>
    public static IReadOnlyList<string> All { get; } = [ReadPersonal, Write, Tasks, Operate];

    /// <summary>Parses a list of scopes.</summary>
    /// <param name="list">Comma-separated scopes.</param>
    /// <returns>The scopes; null if the list is empty or has an unknown scope.</returns>
    public static string[]? Parse(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } scopes && scopes.All(All.Contains) ? scopes : null;
}
