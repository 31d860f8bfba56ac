using HighTraffic.Tasks.Csv;

namespace HighTraffic.Tests.Tasks;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void Quotes_what_rfc4180_demands(string text, string field) => Assert.Equal(field, CsvText.Encode(text));

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("\nx", "\"'\nx\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠x", "'＠x")]
    [InlineData("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"")]
    public void Keeps_spreadsheets_from_evaluating_text(string text, string field) => Assert.Equal(field, CsvText.Encode(text));

    [Theory]
    [InlineData("a=b")]
    [InlineData("5-pack")]
    [InlineData(" =1")]
    public void Leaves_other_text_alone(string text) => Assert.Equal(text, CsvText.Encode(text));
}
