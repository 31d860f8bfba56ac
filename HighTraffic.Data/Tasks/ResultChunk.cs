namespace HighTraffic.Data.Tasks;

/// <summary>A piece of a task's result: results live in the database, so any replica can stream them, whichever worker made them.</summary>
public sealed class ResultChunk
{
    /// <summary>
    /// The length of every piece but the last, in bytes, so that a position tells the piece. Below 85,000, where .NET's large
    /// object heap begins.
    /// </summary>
    public const int Size = 64 * 1024;

    /// <summary>The task.</summary>
    public Guid TaskId { get; set; }

    /// <summary>The position of the piece in the result, from 0.</summary>
    public int Number { get; set; }

    /// <summary>The bytes.</summary>
    public required byte[] Content { get; set; }
}
