namespace HighTraffic.Core.Tasks;

/// <summary>The file that a run produced.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="FileName">The name to offer for it.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record TaskResult(string ContentType, string FileName, long Length);
