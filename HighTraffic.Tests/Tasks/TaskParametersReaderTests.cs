using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HighTraffic.Core.Tasks;
using HighTraffic.Tasks.Echo;

namespace HighTraffic.Tests.Tasks;

public sealed class TaskParametersReaderTests
{
    private static readonly TaskType[] Types = [.. new TaskTypes(typeof(EchoParameters).Assembly).All, .. new TaskTypes(typeof(ScanRunner).Assembly).All];

    private static readonly TaskType Scan = Find("scan");

    private readonly Dictionary<string, string[]> _errors = [];

    [Theory]
    [InlineData("""{"seconds":0}""", 0, false)]
    [InlineData("""{"seconds":2.5,"fail":true}""", 2.5, true)]
    [InlineData("""{"SECONDS":3600}""", 3600, false)]
    public void Reads_what_is_valid(string json, double seconds, bool fail)
    {
        Assert.Equal(new EchoParameters { Seconds = seconds, Fail = fail }, Read("echo", json));
        Assert.Empty(_errors);
    }

    [Theory]
    [InlineData("echo", "{}", "parameters.seconds")]
    [InlineData("echo", "null", "parameters.seconds")]
    [InlineData("echo", """{"seconds":null}""", "parameters.seconds")]
    [InlineData("echo", """{"seconds":-1}""", "parameters.seconds")]
    [InlineData("echo", """{"seconds":3600.5}""", "parameters.seconds")]
    [InlineData("echo", """{"seconds":1e999}""", "parameters.seconds")]
    [InlineData("echo", """{"seconds":"1"}""", "parameters.seconds")]
    [InlineData("echo", """{"seconds":1,"fail":"yes"}""", "parameters.fail")]
    [InlineData("echo", """{"seconds":1,"times":2}""", "parameters.times")]
    [InlineData("echo", """{"seconds":1,"SECONDS":2}""", "parameters.seconds")]
    [InlineData("echo", "[1]", "parameters")]
    [InlineData("echo", "\"1\"", "parameters")]
    [InlineData("label", "{}", "parameters.format")]
    [InlineData("label", """{"format":"CSV"}""", "parameters.format")]
    [InlineData("label", """{"format":"csv","group":""}""", "parameters.group")]
    [InlineData("label", """{"format":"csv","group":"\u200b"}""", "parameters.group")]
    [InlineData("label", """{"format":"csv","group":5}""", "parameters.group")]
    [InlineData("label", """{"format":"csv","group":"a\u0000b"}""", "parameters.group")]
    [InlineData("label", """{"format":"csv","group":"\ud800"}""", "parameters.group")]
    [InlineData("label", """{"format":"csv","\ud800":1}""", "parameters")]
    [InlineData("label", """{"format":"csv","a\u0000b":1}""", "parameters")]
    [InlineData("label", """{"format":" "}""", "parameters.format")]
    [InlineData("label", """{"format":"csv","percent":-100}""", "parameters.percent")]
    [InlineData("label", """{"format":"csv","percent":1e30}""", "parameters.percent")]
    public void Names_the_broken_rule(string type, string json, string path)
    {
        Assert.Null(Read(type, json));
        Assert.Equal([path], _errors.Keys);
        Assert.Single(_errors[path]);
    }

    [Fact]
    public void Normalizes_text() => Assert.Equal(
        new LabelParameters { Format = "csv", Group = "Caf\u00E9" }, Read("label", """{"format":" csv","group":" Cafe\u0301 "}"""));

    [Fact]
    public void Names_every_broken_rule()
    {
        Assert.Null(Read("echo", """{"seconds":-1,"fail":3,"times":2}"""));
        Assert.Equal(["parameters.fail", "parameters.seconds", "parameters.times"], _errors.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("echo", """{"seconds":1.5,"fail":true}""")]
    [InlineData("label", """{"format":"csv","group":"Audio"}""")]
    public void What_is_stored_reads_back_equal(string name, string json)
    {
        var type = Find(name);
        var parameters = Read(name, json)!;

        Assert.Equal(parameters, type.Read(type.Write(parameters)));
    }

    [Theory]
    [InlineData("""{"ABOVE":3,"tags":["a","b"]}""")]
    [InlineData("""{"above":3,"tags":["a","b"],"note":null}""")]
    public void A_positional_record_is_read(string json)
    {
        var parameters = Assert.IsType<ScanParameters>(Read(Scan, json));

        Assert.Equal((3, "none"), (parameters.Above, parameters.Note ?? "none"));
        Assert.Equal(["a", "b"], parameters.Tags);
        Assert.Equal(10, parameters.Limit);
    }

    [Theory]
    [InlineData("{}", "parameters.above", "parameters.tags")]
    [InlineData("""{"above":3,"tags":null}""", "parameters.tags")]
    [InlineData("""{"above":"3","tags":[]}""", "parameters.above")]
    [InlineData("""{"above":101,"tags":[],"limit":0}""", "parameters.above", "parameters.limit")]
    [InlineData("""{"above":3,"tags":[],"Speed":1}""", "parameters.speed")]
    [InlineData("""{"above":3,"tags":["a","a"]}""", "parameters.tags")]
    public void The_rules_of_a_positional_record_hold(string json, params string[] paths)
    {
        Assert.Null(Read(Scan, json));
        Assert.Equal(paths, _errors.Keys.Order(StringComparer.Ordinal));
        Assert.All(_errors.Values, rules => Assert.Single(rules));
    }

    [Fact]
    public void A_value_of_the_wrong_type_gets_the_rule_of_the_type()
    {
        Assert.Null(Read(Scan, """{"above":"3","tags":[]}"""));
        Assert.Equal(["must be a JSON number, an integer that fits in 32 bits."], _errors["parameters.above"]);
    }

    [Fact]
    public void Rules_name_parameters_as_clients_write_them()
    {
        Assert.Null(Read(Scan, """{"above":101,"tags":[]}"""));
        Assert.Equal("The field above must be between 1 and 100.", Assert.Single(_errors["parameters.above"]));
    }

    [Theory]
    [InlineData("""{"limit":10,"tags":["a","b"],"note":null,"above":3}""", true)]
    [InlineData("""{"above":3,"tags":["a","b"]}""", true)]
    [InlineData("""{"above":3,"tags":["b","a"]}""", false)]
    [InlineData("""{"above":4,"tags":["a","b"]}""", false)]
    [InlineData("""{"above":"many"}""", false)]
    public void Parameters_with_a_list_are_equal_by_their_json(string stored, bool areEqual) =>
        Assert.Equal(areEqual, Scan.AreEqual(new ScanParameters(3, ["a", "b"]), stored));

    private static TaskType Find(string name) => Types.Single(type => type.Name == name);

    private object? Read(string type, string json) => Read(Find(type), json);

    private object? Read(TaskType type, string json) => TaskParametersReader.Read(type, JsonElement.Parse(json), _errors);

    internal sealed record ScanParameters([Range(1, 100)] int Above, IReadOnlyList<string> Tags, string? Note = null, [Range(1, 50)] int Limit = 10)
        : IValidatableObject
    {
        public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
            Tags.Distinct().Count() == Tags.Count ? [] : [new ValidationResult("must differ.", [nameof(Tags)])];
    }

    internal sealed record LabelParameters
    {
        [Required]
        [AllowedValues(null, "csv", "ndjson")]
        public string? Format { get; init; }

        [StringLength(64, MinimumLength = 1)]
        public string? Group { get; init; }

        [Range(-99d, 1000d)]
        public decimal? Percent { get; init; }
    }

    [TaskType("label")]
    private sealed class LabelRunner : TaskRunner<LabelParameters>
    {
        protected override Task<TaskResult?> RunAsync(LabelParameters parameters, TaskContext context, CancellationToken cancellationToken) =>
            Task.FromResult<TaskResult?>(null);
    }

    [TaskType("scan")]
    private sealed class ScanRunner : TaskRunner<ScanParameters>
    {
        protected override Task<TaskResult?> RunAsync(ScanParameters parameters, TaskContext context, CancellationToken cancellationToken) =>
            Task.FromResult<TaskResult?>(null);
    }
}
