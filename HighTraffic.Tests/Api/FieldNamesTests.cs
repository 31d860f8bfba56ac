using System.Text.Json;
using HighTraffic.Api.Problems;
using HighTraffic.Core.Tasks;
using HighTraffic.Tasks;

namespace HighTraffic.Tests.Api;

public sealed class FieldNamesTests
{
    private static readonly string[] Rules = ["rule"];

    [Theory]
    [InlineData("A", "a", "a")]
    [InlineData("parameters.Foo", "parameters.foo", "parameters.foo")]
    [InlineData("parameters.a.B", "parameters.a.b", "parameters.a.b")]
    public void Names_that_become_equal_are_merged(string first, string second, string name)
    {
        var errors = FieldNames.ToJson([new(first, ["is not known."]), new(second, ["is not known.", "is too long."])]);

        Assert.Equal([name], errors.Keys);
        Assert.Equal(["is not known.", "is too long."], errors[name]);
    }

    [Theory]
    [InlineData("$.sku", "sku")]
    [InlineData("$['a b.c']", "a b.c")]
    [InlineData("$.", "body")]
    [InlineData("$", "body")]
    [InlineData(null, "body")]
    public void A_json_path_names_its_field(string? path, string field) => Assert.Equal(field, FieldNames.FromJsonPath(path));

    [Fact]
    public void The_errors_of_one_answer_are_bounded()
    {
        var errors = FieldNames.ToJson(Enumerable.Range(0, 90_000).Select(number => KeyValuePair.Create($"{new string('x', 1_000)}{number}", Rules)));

        Assert.True(errors.Count <= FieldNames.MaxFields);
        Assert.All(errors.Keys, name => Assert.True(name.Length <= 200));
    }

    [Fact]
    public void Unknown_parameters_are_read_up_to_a_bound()
    {
        var parameters = JsonSerializer.SerializeToElement(Enumerable.Range(0, 90_000).ToDictionary(number => $"p{number}"));
        var errors = new Dictionary<string, string[]>();

        Assert.Null(TaskParametersReader.Read(new TaskTypes(typeof(TaskTypesExtensions).Assembly).Find("echo")!, parameters, errors));
        Assert.Equal(100, errors.Count);
    }
}
