using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Data.Keys;

/// <summary>The named API keys in the database. Rows are never deleted, so that names in logs and tasks can still be resolved later.</summary>
/// <param name="database">The database.</param>
public sealed class ApiKeyStore(AppDbContext database)
{
    /// <summary>The Redis channel that tells replicas to read the changes. Its messages are empty.</summary>
    public const string Channel = "HighTraffic:api-keys";

    /// <summary>Creates a key.</summary>
    /// <param name="name">The client that will hold it.</param>
    /// <param name="scopes">The scopes that it grants.</param>
    /// <param name="quotaClass">The quota class of its requests.</param>
    /// <param name="notBefore">When it becomes valid; null for now.</param>
    /// <param name="expiresAt">When it expires; null for never.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The key's text, which cannot be read again.</returns>
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

    /// <summary>Revokes a key permanently.</summary>
    /// <param name="id">The id of the key.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>False if there is no such key, or if it was already revoked.</returns>
    public async Task<bool> RevokeAsync(long id, CancellationToken cancellationToken) =>
        await database.ApiKeys.Where(key => key.Id == id && key.RevokedAt == null).ExecuteUpdateAsync(
            row => row.SetProperty(key => key.RevokedAt, _ => DateTimeOffset.UtcNow).SetProperty(key => key.ChangedAt, _ => DateTimeOffset.UtcNow),
            cancellationToken) > 0;

    /// <summary>Reads all keys, newest last.</summary>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The keys.</returns>
    public Task<List<ApiKeyRecord>> ListAsync(CancellationToken cancellationToken) =>
        database.ApiKeys.AsNoTracking().OrderBy(key => key.Id).ToListAsync(cancellationToken);

    /// <summary>Reads the keys that were recently created or revoked.</summary>
    /// <param name="age">How recently, by the database's clock.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The keys.</returns>
    public Task<List<ApiKeyRecord>> ListChangedAsync(TimeSpan age, CancellationToken cancellationToken) =>
        database.ApiKeys.FromSql($"SELECT * FROM api_keys WHERE changed_at > now() - {age}").AsNoTracking().ToListAsync(cancellationToken);

    /// <summary>Finds the key with a text, valid or not, for example to find the holder of a leaked key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The key, or null if this database has no such key.</returns>
    public Task<ApiKeyRecord?> FindAsync(string text, CancellationToken cancellationToken)
    {
        var hash = ApiKeyText.Hash(text);
        return database.ApiKeys.AsNoTracking().SingleOrDefaultAsync(key => key.Hash == hash, cancellationToken);
    }
}
