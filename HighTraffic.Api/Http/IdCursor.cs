using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;

namespace HighTraffic.Api.Http;

/// <summary>
/// The place in a list where a page begins: after the item with an id. Clients get it in a form that they have no reason to
/// take apart, so that what it holds may change: base64url of a version and an id.
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

    /// <summary>Reads a cursor. False if it is not one that <see cref="After"/> made.</summary>
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
