using System.Globalization;
using HighTraffic.Api.Products;
using HighTraffic.Core.Caching;

namespace HighTraffic.Api.Caching;

/// <summary>The one place that defines what is cached, for how long, and what evicts it.</summary>
internal static class CacheProfiles
{
    public static readonly CacheProfile Products = new(
        "products", options => options.ProductsSeconds, request => ProductPageQuery.Parse(request.Query)?.ToString(), _ => [CacheTags.Products, CacheTags.All]);

    public static readonly CacheProfile Product = new(
        "product", options => options.ProductSeconds, Id, request => [CacheTags.Product(long.Parse(Id(request), CultureInfo.InvariantCulture)), CacheTags.All]);

    public static readonly CacheProfile Categories = new(
        "categories", options => options.CategoriesSeconds, _ => "", _ => [CacheTags.Categories, CacheTags.All]);

    private static string Id(HttpRequest request) => Convert.ToString(request.RouteValues["id"], CultureInfo.InvariantCulture)!;
}
