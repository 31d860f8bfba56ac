using HighTraffic.Core.Tasks.Store;
using HighTraffic.Data.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace HighTraffic.Core.Tasks.Results;

/// <summary>Writes a result into the database in pieces of <see cref="ResultChunk.Size"/>. It buffers one piece, and holds no connection between pieces.</summary>
/// <param name="task">The run that writes.</param>
/// <param name="scopes">Provides the store.</param>
internal sealed class ResultStream(ClaimedTask task, IServiceScopeFactory scopes) : Stream
{
    private readonly byte[] _piece = new byte[ResultChunk.Size];
    private int _filled;
    private int _number;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => ((long)_number * ResultChunk.Size) + _filled;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _piece.Length)
            {
                await StoreAsync(_piece, cancellationToken);
                _number++;
                _filled = 0;
            }

            var taken = Math.Min(buffer.Length, _piece.Length - _filled);
            buffer[..taken].CopyTo(_piece.AsMemory(_filled));
            _filled += taken;
            buffer = buffer[taken..];
        }
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Stores the last piece. Flushing does not store a piece, because only the last one may be short.</summary>
    /// <param name="cancellationToken">Cancels the write.</param>
    /// <returns>A task that completes once it is stored.</returns>
    /// <exception cref="LeaseLostException">The task was taken over.</exception>
    public Task FlushLastAsync(CancellationToken cancellationToken) =>
        _filled == 0 ? Task.CompletedTask : StoreAsync(_piece[.._filled], cancellationToken);

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("Write asynchronously.");

    private async Task StoreAsync(byte[] content, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TaskStore>().StorePieceAsync(task, _number, content, cancellationToken);
    }
}
