namespace HighTraffic.Data.Keys;

/// <summary>A named API key. Only its holder knows its text.</summary>
public sealed class ApiKeyRecord
{
    /// <summary>The primary key, from 1.</summary>
    public long Id { get; set; }

    /// <summary>The client that holds it. Several keys may have the same name, so that a client can rotate its keys.</summary>
    public required string Name { get; set; }

    /// <summary>The first characters of its text, to tell keys with the same name apart.</summary>
    public required string Hint { get; set; }

    /// <summary>The SHA-256 of its text.</summary>
    public required byte[] Hash { get; set; }

    /// <summary>The scopes that it grants; see <see cref="Keys.Scopes"/>.</summary>
    public required string[] Scopes { get; set; }

    /// <summary>The quota class of its requests.</summary>
    public required string QuotaClass { get; set; }

    /// <summary>When it was created, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it becomes valid, in UTC.</summary>
    public DateTimeOffset NotBefore { get; set; }

    /// <summary>When it expires, in UTC; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When it was revoked, in UTC; null if it is not.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When the row was last written, in UTC. The API finds changes by it.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}
