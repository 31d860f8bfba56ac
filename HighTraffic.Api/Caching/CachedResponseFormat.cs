using System.Text;
using StackExchange.Redis;

namespace HighTraffic.Api.Caching;

/// <summary>Serializes responses for Redis.</summary>
internal static class CachedResponseFormat
{
    // Increment it with every change of the layout: old and new replicas share the cache during a deployment.
    private const byte Version = 1;

    public static byte[] Write(CachedResponse answer)
    {
        using var bytes = new MemoryStream((int)answer.Size + 256);
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(Version);
            writer.Write(answer.CreatedAt.UtcTicks);
            writer.Write(answer.Tag);
            writer.Write7BitEncodedInt(answer.TagVersions.Length);
            foreach (byte[]? version in answer.TagVersions)
            {
                Write(writer, version);
            }

            foreach (var body in answer.Bodies)
            {
                writer.Write(body.Coding.Name);
                Write(writer, body.Bytes.Span);
            }
        }

        return bytes.ToArray();
    }

    /// <summary>Reads a response. Null if the bytes are corrupt or have another version.</summary>
    public static CachedResponse? Read(byte[] bytes)
    {
        try
        {
            return bytes is [Version, ..] ? ReadCurrent(bytes) : null;
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or ArgumentException or InvalidDataException)
        {
            return null;
        }
    }

    private static CachedResponse ReadCurrent(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        reader.ReadByte();
        var createdAt = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var tag = reader.ReadString();
        var versions = new RedisValue[ReadLength(reader)];
        for (var i = 0; i < versions.Length; i++)
        {
            versions[i] = ReadBytes(reader, bytes);
        }

        reader.ReadString();
        var answer = new CachedResponse(tag, createdAt, versions, ReadBytes(reader, bytes));
        while (stream.Position < stream.Length)
        {
            var coding = reader.ReadString() == ContentCoding.Brotli.Name ? ContentCoding.Brotli : ContentCoding.Gzip;
            answer.Add(coding, ReadBytes(reader, bytes));
        }

        return answer;
    }

    private static void Write(BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }

    // No copy: the response references the buffer that came from Redis.
    private static ReadOnlyMemory<byte> ReadBytes(BinaryReader reader, byte[] bytes)
    {
        var length = ReadLength(reader);
        var start = (int)reader.BaseStream.Position;
        reader.BaseStream.Seek(length, SeekOrigin.Current);
        return bytes.AsMemory(start, length);
    }

    // A number of items or bytes. More than the bytes that are left means that the entry is corrupt.
    private static int ReadLength(BinaryReader reader)
    {
        var length = reader.Read7BitEncodedInt();
        return length >= 0 && length <= reader.BaseStream.Length - reader.BaseStream.Position
            ? length
            : throw new InvalidDataException("A length exceeds the remaining bytes.");
    }
}
