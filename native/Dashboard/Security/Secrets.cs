using System.Security.Cryptography;
using System.Text;

namespace HighTraffic.Native.Dashboard.Security;

/// <summary>Makes and compares secrets.</summary>
public static class Secrets
{
    /// <summary>Makes a secret of 128 random bits.</summary>
    /// <returns>32 hexadecimal digits.</returns>
    public static string Create() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Compares in a time that does not tell how much of the guess is right.</summary>
    internal static bool AreEqual(string? guess, string secret) =>
        guess is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(guess), Encoding.UTF8.GetBytes(secret));
}
