using System.Globalization;
using HighTraffic.Data.Products;

namespace HighTraffic.Migrations.Seeding;

/// <summary>Makes product <c>n</c>: always the same one, on every machine.</summary>
internal static class ProductSeed
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
    private static readonly string[] Promises = ["cleans easily", "packs flat", "needs no tools", "comes assembled", "stacks neatly"];

    public static Product Make(long number)
    {
        // The lists' lengths have few factors in common, so their combinations repeat late.
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
