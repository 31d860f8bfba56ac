using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace HighTraffic.Api.Caching;

/// <summary>The body of an answer in one coding, with the headers that go with it made once.</summary>
internal sealed class EncodedBody(ContentCoding coding, ReadOnlyMemory<byte> bytes, string plainTag)
{
    /// <summary>The coding that the bytes are in.</summary>
    public ContentCoding Coding => coding;

    /// <summary>What goes over the wire.</summary>
    public ReadOnlyMemory<byte> Bytes => bytes;

    /// <summary><c>ETag</c>.</summary>
    public StringValues ETag { get; } = EntityTags.InCoding(plainTag, coding);

    /// <summary><c>Content-Length</c>.</summary>
    public StringValues ContentLength { get; } = bytes.Length.ToString(CultureInfo.InvariantCulture);

    /// <summary><c>Content-Encoding</c>; empty for the plain form.</summary>
    public StringValues ContentEncoding { get; } = coding == ContentCoding.Identity ? default : coding.Name;
}
