using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Data.Keys;

/// <summary>
/// The text of an API key: a prefix, random characters, and a checksum of both. A scanner of repositories and logs recognises a leaked
/// key by these without asking anybody: <c>htk_[0-9A-Za-z]{38}</c>.
/// </summary>
public static class ApiKeyText
{
    /// <summary>What every generated key begins with.</summary>
    public const string Prefix = "htk_";

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // 190 random bits.
    private const int RandomLength = 32;

    // 62 to the power of 6 is more than 2 to the power of 32.
    private const int ChecksumLength = 6;

    /// <summary>Generates a key.</summary>
    /// <returns>Its text, which is stored nowhere.</returns>
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

    /// <summary>What is stored of a key. A slow hash would gain nothing: a key is random and too long to be guessed.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Its SHA-256.</returns>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // CRC-32C, in the characters of the key.
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
