using System.Globalization;
using HighTraffic.Data.Users;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Makes user <c>n</c>: always the same one, on every machine.</summary>
internal static class UserSeed
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] FirstNames = ["Ada", "Bruno", "Chiara", "David", "Elif", "Farid", "Grace", "Hugo", "Ines", "Jonas", "Kaja", "Leo", "Mira"];
    private static readonly string[] LastNames = ["Adler", "Berg", "Costa", "Dahl", "Evans", "Fischer", "Garcia", "Haas", "Ito", "Jansen", "Kaya", "Lund", "Moreau", "Novak", "Okafor", "Petrov", "Quinn"];

    public static User Make(long number) => new()
    {
        Id = number,
        Email = string.Create(CultureInfo.InvariantCulture, $"user{number}@example.com"),
        DisplayName = $"{FirstNames[number % FirstNames.Length]} {LastNames[number % LastNames.Length]}",
        CreatedAt = Start.AddMinutes(number),
    };
}
