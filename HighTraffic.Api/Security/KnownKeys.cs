using System.Collections.Frozen;
using System.Security.Cryptography;
using HighTraffic.Data.Keys;
using Microsoft.Extensions.Options;

namespace HighTraffic.Api.Security;

/// <summary>The API keys that this replica accepts: that of the configuration, and those of the database as they were read last.</summary>
internal sealed class KnownKeys(IOptions<ApiKeyOptions> options, TimeProvider time)
{
    private readonly KnownKey _bootstrap = KnownKey.Bootstrap(options.Value.ApiKey, options.Value.ApiKeyQuotaClass);
    private readonly Dictionary<long, KnownKey> _stored = [];
    private volatile FrozenDictionary<long, KnownKey>? _byPrefix;

    /// <summary>Whether the keys of the database have been read.</summary>
    public bool AreRead => _byPrefix is not null;

    /// <summary>The valid key with a text, or null.</summary>
    public KnownKey? Find(string text)
    {
        // The time of the look-up tells something about hashes only, which nobody can choose; that of the comparison tells nothing.
        var hash = ApiKeyText.Hash(text);
        return IsHashOf(_bootstrap, hash) ? _bootstrap
            : _byPrefix is { } keys && keys.TryGetValue(Prefix(hash), out var key) && IsHashOf(key, hash) && key.IsValidAt(time.GetUtcNow()) ? key
            : null;
    }

    /// <summary>Takes over what was read. One caller at a time.</summary>
    /// <param name="read">All keys, or those that have changed.</param>
    /// <param name="areAll">Whether these are all.</param>
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
