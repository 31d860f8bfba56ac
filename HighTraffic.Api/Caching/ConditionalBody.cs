using Microsoft.Net.Http.Headers;

namespace HighTraffic.Api.Caching;

/// <summary>
/// Turns a 200 into an empty 304 if the client has the answer already (RFC 9110, 13.1.2). It stands behind the output cache,
/// which answers 304 by itself from a stored answer, but passes on one that it is just storing as it comes.
/// </summary>
internal sealed class ConditionalBody(HttpContext context, Stream body) : Stream
{
    private bool _started;
    private bool _dropped;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        IsDropped() ? ValueTask.CompletedTask : body.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        IsDropped() ? Task.CompletedTask : body.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!IsDropped())
        {
            body.Write(buffer, offset, count);
        }
    }

    public override void Flush()
    {
        if (!IsDropped())
        {
            body.Flush();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    // Decided as the first byte comes, when the status and the headers are complete and not yet sent.
    private bool IsDropped()
    {
        if (!_started)
        {
            _started = true;
            var response = context.Response;
            if (response.StatusCode == StatusCodes.Status200OK && EntityTags.Match(context.Request.Headers.IfNoneMatch, response.Headers.ETag))
            {
                _dropped = true;
                response.StatusCode = StatusCodes.Status304NotModified;
                response.Headers.ContentLength = null;
                response.Headers.Remove(HeaderNames.ContentType);
                response.Headers.Remove(HeaderNames.ContentEncoding);
            }
        }

        return _dropped;
    }
}
