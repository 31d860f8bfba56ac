using System.Text.Json;
using System.Text.RegularExpressions;
using HighTraffic.Core;

namespace HighTraffic.Tests.Api;

public sealed partial class JsonTypeRulesTests
{
    [Theory]
    [InlineData(typeof(Guid?))]
    [InlineData(typeof(DateOnly))]
    [InlineData(typeof(TimeOnly?))]
    [InlineData(typeof(DateTime))]
    [InlineData(typeof(DateTimeOffset?))]
    public void The_example_in_a_rule_can_be_read(Type type)
    {
        var example = Example().Match(JsonTypeRules.Of(type)).Value;
        Assert.NotNull(JsonSerializer.Deserialize(example, type, JsonSerializerOptions.Web));
    }

    [Theory]
    [InlineData(typeof(string), "a string")]
    [InlineData(typeof(bool?), "true or false")]
    [InlineData(typeof(int?), "32 bits")]
    [InlineData(typeof(long), "64 bits")]
    [InlineData(typeof(decimal?), "28 digits")]
    [InlineData(typeof(int[]), "of the type that this field has")]
    public void A_rule_names_the_type(Type type, string text) => Assert.Contains(text, JsonTypeRules.Of(type), StringComparison.Ordinal);

    [GeneratedRegex("\"[^\"]+\"")]
    private static partial Regex Example();
}
