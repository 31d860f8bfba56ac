using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>The body of a response in one coding, with its header values, which are created only once.</summary>
internal sealed class EncodedBody(ContentCoding coding, ReadOnlyMemory<byte> bytes, string plainTag)
{
    /// <summary>The coding that the bytes are in.</summary>
    public ContentCoding Coding => coding;

    /// <summary>The encoded bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary><c>ETag</c>.</summary>
    public StringValues ETag { get; } = EntityTags.InCoding(plainTag, coding);

    /// <summary><c>Content-Length</c>.</summary>
    public StringValues ContentLength { get; } = bytes.Length.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>Content-Encoding</c>; empty for an uncompressed body.</summary>
    public StringValues ContentEncoding { get; } = coding == ContentCoding.Identity ? default : coding.Name;
}
