using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace HighTraffic.Api.Http;

/// <summary>
/// The position in a list where a page begins: after the item with an id. It is the base64url of a version and the id, opaque to clients so
/// that its content may change.
/// </summary>
internal static class IdCursor
{
    private const byte Version = 1;
    private const int Bytes = 1 + sizeof(long);

    public static string After(long id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], id);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Parses a cursor. False if <see cref="After"/> did not create it.</summary>
    public static bool TryParse(ReadOnlySpan<char> cursor, out long id)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        id = 0;
        if (cursor.Length != Base64Url.GetEncodedLength(Bytes)
            || Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) != OperationStatus.Done
            || length != Bytes)
        {
            return false;
        }

        id = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        return bytes[0] == Version && id > 0;
    }
}
