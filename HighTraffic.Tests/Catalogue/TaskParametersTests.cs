using System.Text.Json;
using HighTraffic.Core.Tasks;
using HighTraffic.Tasks;

namespace HighTraffic.Tests.Catalogue;

public sealed class TaskParametersTests
{
    private static readonly TaskTypes Types = new(typeof(TaskTypesExtensions).Assembly);

    [Theory]
    [InlineData("catalog-export", """{"format":"csv"}""")]
    [InlineData("catalog-export", """{"format":"ndjson","category":"Audio"}""")]
    [InlineData("catalog-export", "{}", "parameters.format")]
    [InlineData("catalog-export", """{"format":"CSV","category":""}""", "parameters.category", "parameters.format")]
    [InlineData("reprice", """{"category":"Audio","percent":-99}""")]
    [InlineData("reprice", """{"category":"Audio","percent":1000}""")]
    [InlineData("reprice", """{"category":"Audio","percent":-100}""", "parameters.percent")]
    [InlineData("reprice", """{"category":" ","percent":1001}""", "parameters.category", "parameters.percent")]
    public void Each_broken_rule_is_named(string type, string json, params string[] paths)
    {
        var errors = new Dictionary<string, string[]>();
        Assert.Equal(paths.Length == 0, TaskParametersReader.Read(Types.Find(type)!, JsonElement.Parse(json), errors) is not null);
        Assert.Equal(paths, errors.Keys.Order(StringComparer.Ordinal));
    }
}
