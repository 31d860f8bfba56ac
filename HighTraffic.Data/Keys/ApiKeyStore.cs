using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Data.Keys;

/// <summary>The named API keys in the database. Rows are never deleted, so that logs and tasks can be read by them later.</summary>
/// <param name="database">The database.</param>
public sealed class ApiKeyStore(AppDbContext database)
{
    /// <summary>The Redis channel on which replicas are told to look for changes. The message itself says nothing.</summary>
    public const string Channel = "HighTraffic:api-keys";

    /// <summary>Makes a key.</summary>
    /// <param name="name">The client that will hold it.</param>
    /// <param name="scopes">What it allows.</param>
    /// <param name="quotaClass">The class of quotas of its requests.</param>
    /// <param name="notBefore">From when on it is valid; null for at once.</param>
    /// <param name="expiresAt">Until when it is valid; null for good.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The key's text. Nobody can read it again.</returns>
    public async Task<string> CreateAsync(
        string name, IEnumerable<string> scopes, string quotaClass, DateTimeOffset? notBefore, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var text = ApiKeyText.Generate();
        var key = new ApiKeyRecord
        {
            Name = name,
            Hint = text[..ApiKeyLimits.Hint],
            Hash = ApiKeyText.Hash(text),
            Scopes = [.. scopes.Distinct()],
            QuotaClass = quotaClass,
            ExpiresAt = expiresAt?.ToUniversalTime(),
        };
        if (notBefore is { } start)
        {
            key.NotBefore = start.ToUniversalTime();
        }

        database.Add(key);
        await database.SaveChangesAsync(cancellationToken);
        return text;
    }

    /// <summary>Revokes a key for good.</summary>
    /// <param name="id">The id of the key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Whether there is such a key that was not revoked before.</returns>
    public async Task<bool> RevokeAsync(long id, CancellationToken cancellationToken) =>
        await database.ApiKeys.Where(key => key.Id == id && key.RevokedAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(key => key.RevokedAt, _ => DateTimeOffset.UtcNow).SetProperty(key => key.ChangedAt, _ => DateTimeOffset.UtcNow),
            cancellationToken) > 0;

    /// <summary>Reads all keys, the newest last.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The keys.</returns>
    public Task<List<ApiKeyRecord>> ListAsync(CancellationToken cancellationToken) =>
        database.ApiKeys.AsNoTracking().OrderBy(key => key.Id).ToListAsync(cancellationToken);

    /// <summary>Reads the keys that were made or revoked lately.</summary>
    /// <param name="age">How long ago, by the clock of the database.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The keys.</returns>
    public Task<List<ApiKeyRecord>> ListChangedAsync(TimeSpan age, CancellationToken cancellationToken) =>
        database.ApiKeys.FromSql($"SELECT * FROM api_keys WHERE changed_at > now() - {age}").AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>Finds the key with a text, valid or not: whose a leaked key is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The key, or null if it is none of this database.</returns>
    public Task<ApiKeyRecord?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = ApiKeyText.Hash(text);
        return database.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken);
    }
}
