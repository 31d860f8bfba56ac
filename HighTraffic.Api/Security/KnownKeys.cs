using System.Collections.Frozen;
using System.Security.Cryptography;
using HighTraffic.Data.Keys;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Security;

/// <summary>The API keys that this replica accepts: the one from the configuration, and those last read from the database.</summary>
internal sealed class KnownKeys(IOptions<ApiKeyOptions> options, TimeProvider time)
{
    private readonly KnownKey _bootstrap = KnownKey.Bootstrap(options.Value.ApiKey, options.Value.ApiKeyQuotaClass);
    private readonly Dictionary<long, KnownKey> _stored = [];
    private volatile FrozenDictionary<long, KnownKey>? _byPrefix;

    /// <summary>Whether the keys have been read from the database.</summary>
    public bool AreRead => _byPrefix is not null;

    /// <summary>The valid key with a text, or null.</summary>
    public KnownKey? Find(string text)
    {
        // The duration of the lookup reveals something about hashes only, which an attacker cannot choose. The comparison takes constant time.
        var hash = ApiKeyText.Hash(text);
        return IsHashOf(_bootstrap, hash) ? _bootstrap
            : _byPrefix is { } keys && keys.TryGetValue(Prefix(hash), out var key) && IsHashOf(key, hash) && key.IsValidAt(time.GetUtcNow()) ? key
            : null;
    }

    /// <summary>Applies keys that were read. Not thread-safe: call it from one thread at a time.</summary>
    /// <param name="read">All keys, or the changed ones.</param>
    /// <param name="areAll">Whether these are all keys.</param>
    public void Update(IReadOnlyCollection<ApiKeyRecord> read, bool areAll)
    {
        if (areAll)
        {
            _stored.Clear();
        }
        else if (read.Count == 0)
        {
            return;
        }

        foreach (var key in read)
        {
            if (key.RevokedAt is null)
            {
                _stored[key.Id] = KnownKey.From(key);
            }
            else
            {
                _stored.Remove(key.Id);
            }
        }

        _byPrefix = _stored.Values.ToFrozenDictionary(key => Prefix(key.Hash));
    }

    private static bool IsHashOf(KnownKey key, byte[] hash) => CryptographicOperations.FixedTimeEquals(hash, key.Hash);

    private static long Prefix(byte[] hash) => BitConverter.ToInt64(hash);
}
