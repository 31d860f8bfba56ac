namespace HighTraffic.Data.Tasks;

/// <summary>A piece of a task's result. Results live in the database, so any replica can stream them, whichever worker wrote them.</summary>
public sealed class ResultChunk
{
    /// <summary>
    /// The length in bytes of every piece but the last, so that a position determines the piece. It is below 85,000 bytes, where .NET's large
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
