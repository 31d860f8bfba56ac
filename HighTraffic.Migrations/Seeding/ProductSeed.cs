using System.Globalization;
using HighTraffic.Data;
using HighTraffic.Data.Products;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Generates product <c>n</c>, which is the same on every machine.</summary>
internal sealed class ProductSeed() : TableSeed("products", "id, sku, name, description, category, price_cents, stock, updated_at")
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly (string Category, string[] Things)[] Categories =
    [
        ("Audio", ["Headphones", "Speaker", "Microphone", "Turntable"]),
        ("Automotive", ["Dash Camera", "Floor Mat", "Tyre Inflator", "Roof Box"]),
        ("Baby", ["Stroller", "Night Light", "Bottle Warmer", "Play Mat"]),
        ("Bathroom", ["Towel Rail", "Shower Head", "Soap Dispenser", "Mirror"]),
        ("Books", ["Notebook", "Atlas", "Cookbook", "Field Guide"]),
        ("Cameras", ["Tripod", "Lens", "Camera Bag", "Light Panel"]),
        ("Computers", ["Keyboard", "Monitor", "Docking Station", "Laptop Sleeve"]),
        ("Cycling", ["Helmet", "Pannier", "Bike Lock", "Saddle"]),
        ("Fitness", ["Kettlebell", "Yoga Mat", "Rowing Machine", "Jump Rope"]),
        ("Furniture", ["Desk", "Bookcase", "Armchair", "Coat Stand"]),
        ("Garden", ["Watering Can", "Pruning Shears", "Planter", "Hose Reel"]),
        ("Kitchen", ["Kettle", "Chef's Knife", "Mixing Bowl", "Espresso Maker"]),
        ("Lighting", ["Floor Lamp", "Lantern", "Pendant Light", "Light Strip"]),
        ("Music", ["Guitar Stand", "Metronome", "Ukulele", "Drum Pad"]),
        ("Office", ["Stapler", "Whiteboard", "Desk Organizer", "Label Printer"]),
        ("Outdoor", ["Tent", "Sleeping Bag", "Camping Stove", "Rucksack"]),
        ("Pets", ["Dog Bed", "Cat Tree", "Aquarium", "Lead"]),
        ("Tools", ["Cordless Drill", "Spirit Level", "Socket Set", "Work Light"]),
        ("Toys", ["Building Set", "Puzzle", "Kite", "Model Train"]),
        ("Travel", ["Suitcase", "Neck Pillow", "Packing Cubes", "Travel Adapter"]),
    ];

    private static readonly string[] Makers = ["Alder", "Brightwater", "Cobalt", "Dunmore", "Elstow", "Fjordline", "Granby", "Hollis", "Ivywell", "Juniper", "Kestrel"];
    private static readonly string[] Qualities = ["Compact", "Classic", "Foldable", "Lightweight", "Sturdy", "Silent", "Adjustable"];
    private static readonly string[] Materials = ["aluminium", "bamboo", "recycled plastic", "stainless steel", "oiled oak", "woven nylon", "cork", "tempered glass", "wool felt"];
    private static readonly string[] Uses = ["small flats", "long journeys", "every day", "workshops", "large families", "quiet evenings", "rainy days", "shared offices"];
    private static readonly string[] Promises = ["easy to clean", "ready in minutes", "light to carry", "built to last", "simple to store"];

    /// <inheritdoc/>
    public override int RowsOf(SeedOptions options) => options.Products;

    /// <inheritdoc/>
    public override Task<bool> HasRowsAsync(AppDbContext database, CancellationToken cancellationToken) => database.Products.AnyAsync(cancellationToken);

    /// <summary>
    /// Fills the table without its search index. Building the index from all rows afterwards takes half the time and two thirds of the space.
    /// </summary>
    public override async Task FillAsync(AppDbContext database, int rows, CancellationToken cancellationToken)
    {
        var searchIndex = await database.Database
            .SqlQuery<string>($"""SELECT pg_get_indexdef({ProductLimits.SearchIndex}::regclass) AS "Value" """)
            .SingleAsync(cancellationToken);
        await database.Database.ExecuteSqlRawAsync($"DROP INDEX {ProductLimits.SearchIndex}", cancellationToken);
        await base.FillAsync(database, rows, cancellationToken);
        await database.Database.ExecuteSqlRawAsync(searchIndex, cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task WriteAsync(NpgsqlBinaryImporter copy, long number, CancellationToken cancellationToken)
    {
        var product = Make(number);
        await copy.WriteAsync(product.Id, NpgsqlDbType.Bigint, cancellationToken);
        await copy.WriteAsync(product.Sku, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(product.Name, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(product.Description, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(product.Category, NpgsqlDbType.Varchar, cancellationToken);
        await copy.WriteAsync(product.PriceCents, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(product.Stock, NpgsqlDbType.Integer, cancellationToken);
        await copy.WriteAsync(product.UpdatedAt, NpgsqlDbType.TimestampTz, cancellationToken);
    }

    private static Product Make(long number)
    {
        // The lengths of the lists have few common factors, so combinations rarely repeat.
        var (category, things) = Categories[(number - 1) % Categories.Length];
        var thing = things[number / Categories.Length % things.Length];
        var maker = Makers[number % Makers.Length];
        var quality = Qualities[number % Qualities.Length];
        var material = Materials[number % Materials.Length];
        var use = Uses[number / 3 % Uses.Length];
        var promise = Promises[number / 7 % Promises.Length];
        var years = 2 + (number % 4);
        return new Product
        {
            Id = number,
            Sku = string.Create(CultureInfo.InvariantCulture, $"SKU-{number:D6}"),
            Name = $"{maker} {quality} {thing}",
            Description = string.Create(
                CultureInfo.InvariantCulture,
                $"{quality} {thing.ToLowerInvariant()} of {material}, made for {use}: {promise}, with a guarantee of {years} years."),
            Category = category,
            PriceCents = (int)(499 + (number * 7_919 % 49_500)),
            Stock = (int)(number * 31 % 501),
            UpdatedAt = Start.AddMinutes(number % 100_000),
        };
    }
}
