using HighTraffic.Migrations.Seeding;
using HighTraffic.Tests.App;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HighTraffic.Tests.Catalogue;

[Collection(SharedApp.Name)]
public sealed class SeedTests(LargeCatalogue catalogue) : IClassFixture<LargeCatalogue>
{
    [Fact]
    public async Task An_empty_table_is_seeded_although_another_one_holds_data()
    {
        await using var database = catalogue.CreateContext();
        await SeedAsync();
        Assert.Equal(LargeCatalogue.Products, await database.Products.CountAsync());
        Assert.Equal(3, await database.Users.CountAsync());

        // A second run finds no empty table, and a new row gets the next id.
        await SeedAsync();
        Assert.Equal(3, await database.Users.CountAsync());
        Assert.Equal(
            4, (await database.Database.SqlQuery<long>($"""INSERT INTO users (email, display_name) VALUES ('d@example.com', 'D') RETURNING id AS "Value" """).ToListAsync()).Single());

        Task SeedAsync() => new Seeder(
            database, [new ProductSeed(), new UserSeed()], Options.Create(new SeedOptions { Products = 5, Users = 3 }), NullLogger<Seeder>.Instance)
            .SeedAsync(CancellationToken.None);
    }
}
