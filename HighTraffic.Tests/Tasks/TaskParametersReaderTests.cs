using System.Text.Json;
using HighTraffic.Tasks;
using HighTraffic.Tasks.CatalogExport;
using HighTraffic.Tasks.Echo;

namespace HighTraffic.Tests.Tasks;

public sealed class TaskParametersReaderTests
{
    private readonly Dictionary<string, string[]> _errors = [];

    [Theory]
    [InlineData("""{"seconds":0}""", 0, false)]
    [InlineData("""{"seconds":2.5,"fail":true}""", 2.5, true)]
    [InlineData("""{"SECONDS":3600}""", 3600, false)]
    public void ReadsWhatIsValid(string json, double seconds, bool fail)
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
    [InlineData("catalog-export", "{}", "parameters.format")]
    [InlineData("catalog-export", """{"format":"CSV"}""", "parameters.format")]
    [InlineData("catalog-export", """{"format":"csv","category":""}""", "parameters.category")]
    [InlineData("catalog-export", """{"format":"csv","category":"\u200b"}""", "parameters.category")]
    [InlineData("catalog-export", """{"format":"csv","category":5}""", "parameters.category")]
    [InlineData("catalog-export", """{"format":"csv","category":"a\u0000b"}""", "parameters.category")]
    [InlineData("catalog-export", """{"format":"csv","category":"\ud800"}""", "parameters.category")]
    [InlineData("catalog-export", """{"format":"csv","\ud800":1}""", "parameters")]
    [InlineData("catalog-export", """{"format":"csv","a\u0000b":1}""", "parameters")]
    [InlineData("reprice", """{"category":"Audio","percent":-100}""", "parameters.percent")]
    [InlineData("reprice", """{"category":"Audio","percent":1e30}""", "parameters.percent")]
    [InlineData("reprice", """{"category":" ","percent":1}""", "parameters.category")]
    public void NamesTheBrokenRule(string type, string json, string path)
    {
        Assert.Null(Read(type, json));
        Assert.Equal([path], _errors.Keys);
        Assert.Single(_errors[path]);
    }

    [Fact]
    public void NormalizesText() => Assert.Equal(
        new CatalogExportParameters { Format = "csv", Category = "Caf\u00E9" }, Read("catalog-export", """{"format":" csv","category":" Cafe\u0301 "}"""));

    [Fact]
    public void NamesEveryBrokenRule()
    {
        Assert.Null(Read("echo", """{"seconds":-1,"fail":3,"times":2}"""));
        Assert.Equal(["parameters.fail", "parameters.seconds", "parameters.times"], _errors.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("echo", """{"seconds":1.5,"fail":true}""")]
    [InlineData("catalog-export", """{"format":"csv","category":"Audio"}""")]
    public void WhatIsStoredReadsBackEqual(string name, string json)
    {
        var type = TaskType.Find(name)!;
        var parameters = Read(name, json)!;

        Assert.Equal(parameters, type.Read(type.Write(parameters)));
    }

    private object? Read(string type, string json) => TaskParametersReader.Read(TaskType.Find(type)!, JsonElement.Parse(json), _errors);
}
