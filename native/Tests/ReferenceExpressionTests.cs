using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Tests;

public sealed class ReferenceExpressionTests
{
    [Fact]
    public async Task BracesAndValuesStayWhatTheyAre()
    {
        var expression = ReferenceExpression.Create($"{{\"a\": \"{new Value("{0} {x}")}\"}} {"{literal}"}");
        Assert.Equal("{\"a\": \"{0} {x}\"} {literal}", await expression.GetValueAsync());
        Assert.Equal("{\"a\": \"{value}\"} {literal}", expression.ValueExpression);
    }

    [Fact]
    public async Task APartOfAUriIsEscaped()
    {
        var expression = ReferenceExpression.Create($"amqp://{new Value("p@ss/word {}"):uri}@host");
        Assert.Equal("amqp://p%40ss%2Fword%20%7B%7D@host", await expression.GetValueAsync());
        Assert.Throws<FormatException>(() => ReferenceExpression.Create($"{new Value("x"):hex}"));
    }

    [Fact]
    public async Task ABuilderJoinsExpressionsInOrder()
    {
        var builder = new ReferenceExpressionBuilder();
        Assert.True(builder.IsEmpty);
        builder.AppendLiteral("{");
        builder.Append($"server {new Value("a:1")}; ");
        builder.Append($"server {new Value("b:2")} {{}}; ");
        builder.AppendLiteral("}");
        Assert.False(builder.IsEmpty);
        Assert.Equal("{server a:1; server b:2 {}; }", await builder.Build().GetValueAsync());
        Assert.Equal(2, builder.Build().ValueProviders.Count);
    }

    private sealed class Value(string value) : IValueProvider, IManifestExpressionProvider
    {
        public string ValueExpression => "{value}";

        public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(value);
    }
}
