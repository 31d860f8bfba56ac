using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Data.Keys;

/// <summary>
/// The text of an API key: a prefix, random characters, and a checksum of both. Secret scanners can therefore recognize a leaked key offline:
/// <c>htk_[0-9A-Za-z]{38}</c>.
/// </summary>
public static class ApiKeyText
{
    /// <summary>The prefix of every generated key.</summary>
    public const string Prefix = "htk_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // 190 random bits.
    private const int RandomLength = 32;

    // 62 to the power of 6 is more than 2 to the power of 32.
    private const int ChecksumLength = 6;

    /// <summary>Generates a key.</summary>
    /// <returns>Its text, which is never stored.</returns>
    public static string Generate()
    {
        var text = Prefix + RandomNumberGenerator.GetString(Alphabet, RandomLength);
        return text + Checksum(text);
    }

    /// <summary>Whether a text has the form of a generated key, with the right checksum.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it may be a key of this app.</returns>
    public static bool IsWellFormed(string text) =>
        text.Length == Prefix.Length + RandomLength + ChecksumLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.EndsWith(Checksum(text[..^ChecksumLength]), StringComparison.Ordinal);

    /// <summary>The hash of a key, which is stored. A slow hash would gain nothing: keys are random and too long to guess.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its SHA-256.</returns>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // CRC-32C, in the alphabet of the key.
    private static string Checksum(string text)
    {
        var crc = uint.MaxValue;
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        crc = ~crc;
        return string.Create(ChecksumLength, crc, static (characters, rest) =>
        {
            for (var i = characters.Length - 1; i >= 0; i--)
            {
                characters[i] = Alphabet[(int)(rest % (uint)Alphabet.Length)];
                rest /= (uint)Alphabet.Length;
            }
        });
    }
}
