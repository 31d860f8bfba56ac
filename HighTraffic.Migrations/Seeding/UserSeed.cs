using System.Globalization;
using HighTraffic.Data;
using HighTraffic.Data.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Generates user <c>n</c>, which is the same on every machine.</summary>
internal sealed class UserSeed() : TableSeed("users", "id, email, display_name, created_at")
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] FirstNames = ["Ada", "Bruno", "Chiara", "David", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kaja", "Leo", "Mira"];
    private static readonly string[] LastNames = ["Adler", "Berg", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Jansen", "Kaya", "Lund", "Moreau", "Novak", "Okafor", "Petrov", "Quinn"];

    /// <inheritdoc/>
    public override int RowsOf(SeedOptions options) => options.Users;

    /// <inheritdoc/>
    public override Task<bool> HasRowsAsync(AppDbContext database, CancellationToken cancellationToken) => database.Users.AnyAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, long number, CancellationToken cancellationToken)
    {
        var user = Make(number);
        await copy.WriteAsync(user.Id, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(user.Email, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(user.DisplayName, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(user.CreatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
    }

    private static User Make(long number) => new()
    {
        Id = number,
        Email = string.Create(CultureInfo.InvariantCulture, $"user{number}@example.com"),
        DisplayName = $"{FirstNames[number % FirstNames.Length]} {LastNames[number % LastNames.Length]}",
        CreatedAt = Start.AddMinutes(number),
    };
}
