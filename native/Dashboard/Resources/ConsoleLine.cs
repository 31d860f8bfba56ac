namespace HighTraffic.Native.Dashboard.Resources;

/// <summary>A line that a process wrote.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">What it says; colours are ANSI escape sequences.</param>
/// <param name="IsError">Whether it came by standard error.</param>
public sealed record ConsoleLine(int Number, string Text, bool IsError);
