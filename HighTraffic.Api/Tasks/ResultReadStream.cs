using HighTraffic.Data;
using HighTraffic.Data.Tasks;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Api.Tasks;

/// <summary>
/// Reads a result piece by piece. It holds one piece in memory and no connection between pieces, so slow clients cost almost nothing.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="taskId">The task.</param>
/// <param name="length">The length of the result in bytes.</param>
internal sealed class ResultReadStream(AppDbContext database, Guid taskId, long length) : Stream
{
    private int _number = -1;
    private byte[] _piece = [];

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position { get; set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var (number, offset) = Math.DivRem(Position, ResultChunk.Size);
        if (number != _number)
        {
            _number = (int)number;
            _piece = await database.ResultChunks.Where(chunk => chunk.TaskId == taskId && chunk.Number == _number)
                .Select(chunk => chunk.Content).SingleAsync(cancellationToken);
        }

        var available = _piece.AsMemory((int)offset);
        var read = Math.Min(available.Length, buffer.Length);
        available[..read].CopyTo(buffer);
        Position += read;
        return read;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        SeekOrigin.End => length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin), origin, "Unknown origin."),
    };

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read asynchronously.");

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
