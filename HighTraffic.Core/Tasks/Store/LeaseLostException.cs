namespace HighTraffic.Core.Tasks.Store;

/// <summary>A run tried to write although its task was taken over by another worker.</summary>
internal sealed class LeaseLostException() : Exception("The task was taken over by another worker.");
