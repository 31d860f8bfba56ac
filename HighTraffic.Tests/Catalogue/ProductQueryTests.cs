using System.Net;
using HighTraffic.Tests.App;
using HighTraffic.Tests.Caching;

namespace HighTraffic.Tests.Catalogue;

/// <summary>Which queries of the list are equivalent, and which are rejected.</summary>
[Collection(SharedApp.Name)]
public sealed class ProductQueryTests(RunningApp app)
{
    [Theory]
    [InlineData("/api/products?pageSize=41&category=Audio&q=case")]
    [InlineData("/api/products?q=case&category=Audio&pageSize=41")]
    [InlineData("/api/products?q=CASE&category=Audio&pageSize=41&utm_source=x&_=1")]
    [InlineData("/API/Products/?PAGESIZE=41&Category=Audio&Q=Case")]
    [InlineData("/api/products?pageSize=041&category=%20Audio&q=c%61se")]
    public async Task Requests_for_the_same_share_one_answer(string path)
    {
        using var client = app.Client(1);
        await Eventually.GetAsync(() => client.StatusAsync("/api/products?category=Audio&q=case&pageSize=41"), status => status.Contains("; hit", StringComparison.Ordinal));
        Assert.Contains("; hit", await client.StatusAsync(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/products?pageSize=42&category=Audio", "/api/products?pageSize=42&category=Toys")]
    [InlineData("/api/products?pageSize=42&q=case", "/api/products?pageSize=42&category=case")]
    [InlineData("/api/products?pageSize=42&category=Audio%26q%3Dfor", "/api/products?pageSize=42&category=Audio&q=for")]
    public async Task Requests_for_something_else_do_not(string path, string other)
    {
        using var client = app.Anonymous();
        using var first = await client.GetAsync(path);
        using var second = await client.GetAsync(other);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/products?category=Kitchen&category=Garden", "category")]
    [InlineData("/api/products?q=kettle&Q=lamp", "q")]
    [InlineData("/api/products?q=kettle&q=kettle&pageSize=1&pageSize=2", "q", "pageSize")]
    public async Task A_parameter_that_takes_one_value_is_given_once(string target, params string[] parameters)
    {
        using var client = app.Anonymous();
        using var response = await client.GetAsync(target);
        await response.AssertProblemAsync(HttpStatusCode.BadRequest, parameters);
    }
}
