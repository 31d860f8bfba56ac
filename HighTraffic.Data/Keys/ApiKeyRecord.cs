namespace HighTraffic.Data.Keys;

/// <summary>A named API key. Its text is known to its holder alone.</summary>
public sealed class ApiKeyRecord
{
    /// <summary>The key, from 1.</summary>
    public long Id { get; set; }

    /// <summary>The client that holds it. Several keys may have one name, so that a client can change from one to the next.</summary>
    public required string Name { get; set; }

    /// <summary>The first characters of its text, to tell keys of one name apart.</summary>
    public required string Hint { get; set; }

    /// <summary>The SHA-256 of its text.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>What it allows; see <see cref="Keys.Scopes"/>.</summary>
    public required string[] Scopes { get; set; }

    /// <summary>The name of the class of quotas that its requests count against.</summary>
    public required string QuotaClass { get; set; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>From when on it is valid, in UTC.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>Until when it is valid, in UTC; null for good.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was revoked, in UTC.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When the row was written last, in UTC: by this the API finds what is new.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}
