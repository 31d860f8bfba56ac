using System.Diagnostics.CodeAnalysis;

namespace HighTraffic.AppHost;

/// <summary>Ends a start that cannot succeed.</summary>
internal static class Refusal
{
    /// <summary>Ends the process with a message. An exception would bury it in a stack trace.</summary>
    [DoesNotReturn]
    public static void End(string sentence)
    {
        Console.Error.WriteLine(sentence);
        Environment.Exit(1);
    }
}
